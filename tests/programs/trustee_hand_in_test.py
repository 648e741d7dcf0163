#!/usr/bin/env python3
"""radslag-trustee hand-in, against a counter's answers: a small act in one request, a large one announced first, refusals told.

RADSLAG_BIN_DIR names the folder of the programs (default: the release build's). Prints "ok - name" or "not ok - name"; ends with 1 if anything failed.
"""
import base64
import hashlib
import http.server
import json
import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TRUSTEE = Path(os.environ.get("RADSLAG_BIN_DIR", ROOT / "build" / "release" / "bin")) / "radslag-trustee"
RECEIPT = {"log": "rounds/r", "index": 17, "size": 18, "digest": "", "entry": 'a "quoted"\n', "receipt": "", "checkpoint": ""}
failed = False


class Counter(http.server.BaseHTTPRequestHandler):
    """Keeps what was posted, and answers from `answers`: path -> (status, object)."""

    posted, answers = [], {}

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        Counter.posted.append((self.path, self.headers["Content-Type"], body))
        status, answer = Counter.answers.get(self.path, (404, {"title": "Not there", "status": 404}))
        text = json.dumps(answer, separators=(",", ":")).encode()  # as the counter writes it
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_):
        pass


def run(*arguments):
    done = subprocess.run([TRUSTEE, *map(str, arguments)], capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL)
    return done.returncode, done.stdout + done.stderr


def check(name, holds, what=""):
    global failed
    print(f"{'ok' if holds else 'not ok'} - {name}" + ("" if holds else f": {what}"))
    failed = failed or not holds


def act(folder, content, blob):
    """A sealed draft whose statement names the blob."""
    digest = hashlib.sha256(blob).hexdigest()
    statement = f"radslag/v1/{content}\norigin x.example/log/rounds/r\nurn all\ntrustee 1\n{'shuffle' if content == 'shuffle' else 'decryption'} {digest}\n"
    (folder / "statement").write_text(statement)
    code, seal = run("sign", "--yes", "--key", folder / "demo.key", "--out", folder / "seal", folder / "statement")
    assert code == 0, seal
    lines = statement[:-1].replace("\n", "\n\t")
    draft = f"radslag/v1/draft\nlog rounds/r\nkey {'7' * 64}\nstatement {lines}\nblob {blob.hex()}\n" + (folder / "seal").read_text()
    (folder / "seal").unlink()
    path = folder / f"{len(blob)}.act"
    path.write_text(draft)
    return path, statement


def main():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Counter)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_address[1]}"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        code, public = run("keygen", "--out", folder / "demo.key", "--no-passphrase")
        assert code == 0, public

        small, statement = act(folder, "shuffle", b"s" * 1000)
        Counter.answers = {"/acts": (201, RECEIPT)}
        code, out = run("hand-in", small, url + "/", "--quiet")
        check("a small act goes in one request", code == 0 and "entry 17" in out and len(Counter.posted) == 1, out)
        path, kind, body = Counter.posted[0]
        sent = json.loads(body)
        check(
            "with all that belongs to it",
            (path, kind) == ("/acts", "application/json")
            and sent["statement"] == statement
            and base64.b64decode(sent["blobs"][0]) == b"s" * 1000
            and sent["seals"][0]["officer"] == public.strip()
            and sent["key"] == "7" * 64
            and sent["log"] == "rounds/r",
            sent,
        )

        Counter.posted.clear()
        blob = bytes(range(256)) * 8192
        large, statement = act(folder, "partial-decryption", blob)
        ticket = "/acts/parts/" + "a" * 32
        Counter.answers = {"/acts/announced": (200, {"part": ticket}), ticket: (201, RECEIPT)}
        code, out = run("hand-in", large, url, "--quiet")
        check("a large act is announced, then sent as it is", code == 0 and "entry 17" in out, out)
        check("both requests", [(p, k) for p, k, _ in Counter.posted] == [("/acts/announced", "text/plain"), (ticket, "application/octet-stream")], Counter.posted[:1])
        check("the announcement names the size", f"bytes {len(blob)}\n" in Counter.posted[0][2].decode() and "signed " + public.strip() in Counter.posted[0][2].decode())
        check("the blob is whole", Counter.posted[1][2] == blob)

        Counter.answers = {"/acts/announced": (201, RECEIPT)}
        code, out = run("hand-in", large, url, "--quiet")
        check("what is in the record already gets its receipt", code == 0 and "entry 17" in out, out)
        Counter.answers = {"/acts/announced": (409, {"title": "Too early", "detail": "this trustee has done that already", "status": 409})}
        code, out = run("hand-in", large, url, "--quiet")
        check("a refusal is told in the site's words", code == 65 and "has done that already" in out, out)
        Counter.answers = {"/acts/announced": (200, {"part": "https://elsewhere.example/"})}
        code, out = run("hand-in", large, url, "--quiet")
        check("a part goes to no other place", code == 69, out)
        code, out = run("hand-in", folder / "statement", url)
        check("a statement alone is no act", code == 65, out)
    server.shutdown()
    server.server_close()
    code, out = run("hand-in", "/dev/null", url)
    check("nor is an empty file", code == 65, out)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
