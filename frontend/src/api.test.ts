import assert from "node:assert/strict";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { castBallot, readAnswer } from "./api.ts";

const accepted = { log: "rounds/r1", index: 3, size: 4, digest: "00", entry: "", receipt: "c2sp", checkpoint: "" };

async function against(answer: RequestListener): Promise<Awaited<ReturnType<typeof castBallot>>> {
  const server = createServer(answer);
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  try {
    return await castBallot(`http://127.0.0.1:${port}/`, Uint8Array.of(1, 2, 3));
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

test("the ballot is sent as base64, without cookies", async () => {
  let body = "";
  let cookie: string | undefined;
  const answer = await against((request, response) => {
    cookie = request.headers.cookie;
    request.on("data", (part) => (body += part));
    request.on("end", () => response.writeHead(201, { "content-type": "application/json" }).end(JSON.stringify(accepted)));
  });
  assert.deepEqual(JSON.parse(body), { ballot: "AQID" });
  assert.equal(cookie, undefined);
  assert.deepEqual(answer, { kind: "accepted", log: "rounds/r1", index: 3, size: 4, receipt: "c2sp" });
});

test("a broken connection or half an answer leaves the outcome unknown", async () => {
  assert.deepEqual(await against((request) => request.socket.destroy()), { kind: "unknown" });
  assert.deepEqual(await against((_, response) => response.end("<html>")), { kind: "unknown" });
});

test("answers are sorted into accepted, refused and unknown", () => {
  assert.deepEqual(readAnswer(409, { code: "closed" }), { kind: "refused", code: "closed", status: 409 });
  assert.deepEqual(readAnswer(413, null), { kind: "refused", code: "", status: 413 });
  assert.deepEqual(readAnswer(503, { code: "busy" }), { kind: "refused", code: "busy", status: 503 });
  assert.deepEqual(readAnswer(500, { code: "internal" }), { kind: "unknown" });
  assert.deepEqual(readAnswer(200, { ...accepted, index: "3" }), { kind: "unknown" });
  assert.deepEqual(readAnswer(302, {}), { kind: "unknown" });
});
