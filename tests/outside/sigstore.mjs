// node sigstore.mjs RECEIPT VKEY [ENTRY]: a tlog-proof receipt checked by @sigstore/verify, which knows nothing of Rådslag: the signature of
// its checkpoint, and its entry under the checkpoint's root. Exit code 0: both hold.
//
// The package offers these two steps only inside the check of a whole Sigstore bundle, which has certificates that a receipt has not; so
// they are taken from their own files in it, and given the receipt's parts in the package's own shape.
import { createPublicKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const require = createRequire(fileURLToPath(new URL("../../frontend/package.json", import.meta.url)));
const { verifyCheckpoint } = require("@sigstore/verify/dist/tlog/checkpoint.js");
const { verifyMerkleInclusion } = require("@sigstore/verify/dist/tlog/merkle.js");

const [receiptFile, vkeyFile, entryFile] = process.argv.slice(2);
const [head, text, signatures] = readFileSync(receiptFile, "utf8").split("\n\n");
const lines = head.split("\n");
const field = (name) => lines.find((line) => line.startsWith(`${name} `))?.slice(name.length + 1);
const index = lines.findIndex((line) => line.startsWith("index "));
const body = entryFile ? readFileSync(entryFile) : Buffer.from(field("extra"), "base64");

const [, name, id, key] = /^(.*?)\+(.*?)\+(.*)$/.exec(readFileSync(vkeyFile, "utf8").trim());
const derStart = Buffer.from("302a300506032b6570032100", "hex");  // RFC 8410
const log = {
  baseURL: name,
  logID: Buffer.from(id, "hex"),
  publicKey: createPublicKey({
    key: Buffer.concat([derStart, Buffer.from(key, "base64").subarray(1)]),
    format: "der",
    type: "spki",
  }),
};
const entry = {
  canonicalizedBody: body,
  inclusionProof: {
    logIndex: field("index"),
    hashes: lines.slice(index + 1).map((line) => Buffer.from(line, "base64")),
    checkpoint: { envelope: `${text}\n\n${signatures}` },
  },
};
try {
  const checkpoint = verifyCheckpoint(entry, [log]);
  if (checkpoint.origin !== name) throw new Error(`a checkpoint of ${checkpoint.origin}`);
  verifyMerkleInclusion(entry, checkpoint);
  console.log(`included: entry ${field("index")} of ${checkpoint.logSize} in ${checkpoint.origin}`);
} catch (error) {
  console.log(`refused: ${error.message}`);
  process.exitCode = 1;
}
