// A municipality of its own for the journeys: both houses (the counter and the registrar) with the example's data in a temporary folder, and the
// command lines.

import { execFile, spawn } from "node:child_process";
import { accessSync, constants, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { binaries, chromium, fromFrontend, root } from "./paths.mjs";

const patience = 60_000; // milliseconds: for the example to be made on a slow machine

/** What is not there that the journeys need; empty if all is. */
export function missing() {
  for (const name of ["radslag", "radslag-registrar", "radslag-trustee", "radslag-verify"]) if (!existsSync(join(binaries, name))) return `no ${name} in ${binaries}`;
  try {
    accessSync(chromium, constants.X_OK);
    fromFrontend.resolve("playwright-core");
    fromFrontend.resolve("axe-core");
  } catch (error) {
    return error.message.split("\n")[0];
  }
  return existsSync(join(root, "frontend", "dist", "static", "manifest.json")) ? "" : "frontend/dist/static is not built";
}

function freePort() {
  return new Promise((done, failed) => {
    const server = createServer();
    server.once("error", failed);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

/** A program that serves until it is told to stop. */
class House {
  #name;
  #process;
  #exit;
  #said = "";

  constructor(url, program, ...args) {
    this.url = url;
    this.#name = `${program} ${args[0]}`;
    this.#process = spawn(join(binaries, program), args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
    this.#exit = new Promise((done) => this.#process.once("exit", (code, signal) => done(signal ?? code)));
    for (const stream of [this.#process.stdout, this.#process.stderr]) stream.on("data", (bytes) => (this.#said += bytes));
  }

  get #runs() {
    return this.#process.exitCode === null && this.#process.signalCode === null;
  }

  async ready() {
    const deadline = Date.now() + patience;
    while (Date.now() < deadline) {
      if (!this.#runs) throw new Error(`${this.#name} ended at once:\n${this.#said}`);
      const answer = await fetch(`${this.url}/readyz`).catch(() => undefined);
      if (answer?.ok) return;
      await new Promise((done) => setTimeout(done, 100));
    }
    throw new Error(`${this.#name} is not ready after ${patience / 1000} s:\n${this.#said}`);
  }

  async stop() {
    this.#process.kill("SIGTERM");
    const ended = await this.#exit;
    if (ended !== 0) throw new Error(`${this.#name} ended with ${ended} after SIGTERM:\n${this.#said}`);
  }

  async remove() {
    if (this.#runs) this.#process.kill("SIGKILL");
    await this.#exit;
  }
}

export class Town {
  #folder;
  #houses = [];
  #codes;
  #letters;

  static async start() {
    const town = new Town();
    town.#folder = mkdtempSync(join(tmpdir(), "radslag-journeys-"));
    town.data = town.file("counter");
    town.registrarData = town.file("registrar");
    const [port, registrarPort] = [await freePort(), await freePort()].map(String);
    town.url = `http://localhost:${port}`;
    town.registrar = `http://localhost:${registrarPort}`;
    try {
      await town.#open(port, registrarPort);
    } catch (error) {
      await town.remove();
      throw error;
    }
    return town;
  }

  /** The registrar's half of the example comes first: it attests what the counter's half puts into the record. */
  async #open(port, registrarPort) {
    const { data, registrarData, url, registrar } = this;
    const attested = this.file("attested.json");
    const example = ["example", "--data", registrarData, "--port", registrarPort, "--town", new URL(url).host, "--out", attested];
    const { code, out } = await this.run("radslag-registrar", ...example);
    if (code !== 0) throw new Error(`radslag-registrar example ended with ${code}:\n${out}`);
    this.#houses.push(new House(url, "radslag", "serve", "--demo", "--data", data, "--port", port, "--registrar-url", registrar, "--attested", attested));
    this.#houses.push(new House(registrar, "radslag-registrar", "serve", "--demo", "--data", registrarData, "--port", registrarPort, "--town-url", url));
    for (const house of this.#houses) await house.ready();
  }

  /** A file's place in the temporary folder. */
  file(name) {
    return join(this.#folder, name);
  }

  /** A voting code of the open round that no journey has had yet. */
  code(round = "medborgarbudget") {
    this.#codes ??= readFileSync(join(this.data, "voting-codes.txt"), "utf8")
      .split("\n")
      .filter((line) => line.endsWith(`\t${round}`))
      .map((line) => line.split("\t")[0]);
    const code = this.#codes.shift();
    if (!code) throw new Error("the example's voting codes are used up");
    return code;
  }

  /** A letter code of a resident whom no journey has been yet. */
  letterCode() {
    this.#letters ??= readFileSync(join(this.registrarData, "letter-codes.txt"), "utf8").split("\n").filter((line) => /^[A-Z0-9-]+$/.test(line));
    const code = this.#letters.shift();
    if (!code) throw new Error("the example's letter codes are used up");
    return code;
  }

  /** `--key FILE` for the first `count` officers whose files begin so. */
  keys(office, count) {
    const files = readdirSync(join(this.data, "officers")).filter((name) => name.startsWith(office)).sort().slice(0, count);
    if (files.length < count) throw new Error(`there are not ${count} keys of ${office}`);
    return files.flatMap((name) => ["--key", join(this.data, "officers", name)]);
  }

  /** Runs one of the programs: { code, out }, where out is all that it said. */
  run(program, ...args) {
    return new Promise((done) => {
      execFile(join(binaries, program), args, { cwd: this.#folder, maxBuffer: 1 << 24 }, (error, stdout, stderr) => {
        done({ code: error ? (error.code ?? error.signal) : 0, out: stdout + stderr });
      });
    });
  }

  /** Runs `radslag round ...` against this server and insists that it succeeds. */
  async round(...args) {
    const { code, out } = await this.run("radslag", "round", ...args, "--url", this.url);
    if (code !== 0) throw new Error(`radslag round ${args[0]} ended with ${code}:\n${out}`);
    return out;
  }

  async json(path) {
    const answer = await fetch(this.url + path, { headers: { "accept-language": "sv" } });
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return answer.json();
  }

  async bytes(path) {
    const answer = await fetch(this.url + path);
    return { status: answer.status, bytes: Buffer.from(await answer.arrayBuffer()) };
  }

  async stop() {
    for (const house of this.#houses) await house.stop();
  }

  async remove() {
    for (const house of this.#houses) await house.remove();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
