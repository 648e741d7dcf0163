#!/usr/bin/env python3
"""Both programs as they run beside each other: a resident signs in at the registrar, signs, and hands the signature over to the voting
server, which takes it; letters go out; a killed registrar goes on where it was; and neither writes down what it must not know.

RADSLAG_BIN_DIR=folder of both programs (default: the release build's). Prints "ok - name" and "not ok - name: why".
"""
import html
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(os.environ.get("RADSLAG_BIN_DIR", ROOT / "build" / "release" / "bin"))
PATIENCE = 120  # seconds: whoever waits so long has failed
bad = 0


def check(name, good, why=""):
    global bad
    print(f"ok - {name}" if good else f"not ok - {name}: {why}", flush=True)
    bad += 0 if good else 1
    return good


def until(what, ready):
    """Asks again until it is so; a busy machine is no failure."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = ready()
        if found:
            return found
        time.sleep(0.05)
    raise SystemExit(f"not ok - {what}: not within {PATIENCE} seconds")


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Browser:
    """Keeps cookies by host and port, follows ways on, sends forms as a browser does."""

    def __init__(self):
        self.cookies, self.status, self.body, self.origin, self.path = {}, 0, "", "", ""

    def get(self, url):
        return self._go("GET", url)

    def post(self, url, fields, origin=None):
        return self._go("POST", url, urlencode(fields), origin or self.origin)

    def submit(self, action, **fields):
        """The form of this page that goes to `action`: its hidden fields, and these."""
        form = re.search(r'<form[^>]*action="' + re.escape(html.escape(action)) + r'".*?</form>', self.body, re.S)
        if not form:
            raise SystemExit(f"not ok - the page {self.path} has a form to {action}: {self.status} {self.body[:2000]}")
        hidden = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', form.group(0))
        all_fields = [(name, html.unescape(value)) for name, value in hidden] + list(fields.items())
        return self.post(action if "://" in action else self.origin + action, all_fields)

    def _go(self, method, url, body=None, origin=None):
        for _ in range(6):
            host, path = re.match(r"http://([^/]+)(/.*)?$", url).groups()
            connection = http.client.HTTPConnection(host, timeout=PATIENCE)
            jar = self.cookies.setdefault(host, {"lang": "en"})
            headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in jar.items())}
            if method == "POST":
                headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": origin}
            connection.request(method, path or "/", body, headers)
            answer = connection.getresponse()
            self.status, self.body = answer.status, answer.read().decode()
            self.origin, self.path = f"http://{host}", path
            for cookie in answer.headers.get_all("Set-Cookie") or []:
                name, value = re.match(r"([^=]+)=([^;]*)", cookie).groups()
                jar[name] = value
            connection.close()
            if self.status != 303:
                return self
            location = answer.headers["Location"]
            method, body, url = "GET", None, location if "://" in location else self.origin + location
        raise SystemExit("not ok - a way on that ends: six in a row")


class Program:
    def __init__(self, *command):
        self.command, self.log = [str(part) for part in command], b""
        self.start()

    def start(self):
        self.output = tempfile.TemporaryFile()
        self.process = subprocess.Popen(self.command, stdout=self.output, stderr=subprocess.STDOUT)

    def stop(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        code = self.process.wait(PATIENCE)
        self.output.seek(0)
        self.log += self.output.read()
        return code


def answers(url):
    try:
        return Browser().get(url).status == 200
    except OSError:
        return False


def everything_in(folder):
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def letters_in(folder):
    return [path.read_text() for path in sorted(folder.glob("*.eml"))] if folder.exists() else []


def link_of(letter, site):
    plain = letter.replace("=\n", "").replace("=3D", "=")
    found = re.search(re.escape(site) + r"(/contact/[A-Za-z0-9_-]+)", plain)
    return found and found.group(1)


def story(folder, programs):
    port, registrar_port = free_port(), free_port()
    counter, site = f"http://localhost:{port}", f"http://localhost:{registrar_port}"
    data, town, attested = folder / "registrar", folder / "counter", folder / "attested.json"
    subprocess.run([BIN / "radslag-registrar", "example", "--data", data, "--out", attested, "--port", str(registrar_port), "--town", f"localhost:{port}"],
                   check=True, stdout=subprocess.DEVNULL)
    codes = [line for line in (data / "letter-codes.txt").read_text().split("\n") if re.fullmatch(r"(?:[A-Z2-9]{4}-){3}[A-Z2-9]{4}", line)]
    programs["counter"] = Program(BIN / "radslag", "serve", "--demo", "--data", town, "--port", port, "--attested", attested,
                                  "--registrar-url", site)
    programs["registrar"] = Program(BIN / "radslag-registrar", "serve", "--demo", "--data", data, "--port", registrar_port,
                                    "--town-url", counter)
    until("the registrar is ready", lambda: answers(site + "/readyz"))
    check("the registrar pins the town's key on first use, and follows its log", (data / "town.vkey").exists())

    rows = json.loads(Browser().get(counter + "/initiatives.json").body)["rows"]
    matter = next(row["id"] for row in rows if row["phase"] == "open")

    eva = Browser().get(f"{site}/attest?purpose=sign&matter={matter}")
    check("what is to be signed is shown before signing in", "Sign in below" in eva.body and eva.status == 200, eva.body[:500])
    eva.submit("/sign-in/code", code=codes[0].lower().replace("-", " "))
    check("a code signs in", "I sign" in eva.body, eva.body[:500])
    eva.submit(f"/attest/sign.{matter}", name="Eva på torget", mail="yes", address="eva.torget@example.org")
    carried = html.unescape(re.search(r'name="attested" value="([^"]*)"', eva.body).group(1))
    eva.submit(counter + "/attested")
    receipt = eva.path
    check("the voting server takes it and gives a receipt", eva.status == 200 and receipt.startswith("/receipts/"), f"{eva.status} {eva.path}")
    index = receipt.split("/")[2].split("?")[0]
    entry = json.loads(Browser().get(f"{counter}/record/entry.json?log=town&index={index}").body)
    check("the record has it as a signature", "radslag/v1/signature" in entry["text"] and "assurance code" in entry["text"], str(entry)[:300])

    again = Browser()
    again.post(counter + "/attested", [("attested", carried)], origin=site)
    check("the same once more is the same receipt", again.path.split("?")[0] == receipt.split("?")[0], f"{again.status} {again.path}")
    stranger = Browser()
    stranger.post(counter + "/attested", [("attested", carried)], origin="http://evil.example")
    check("a form from elsewhere hands nothing in", stranger.status == 403, str(stranger.status))

    letter = until("a letter asks the address to confirm", lambda: [text for text in letters_in(data / "mail") if link_of(text, site)])[0]
    link = link_of(letter, site)
    mail_program = Browser().get(site + link)
    mail_program.submit(link)
    check("the address is confirmed by a button", "Thank you" in mail_program.body, mail_program.body[:500])

    kills = programs["registrar"].stop(signal.SIGKILL)
    check("the registrar is killed", kills == -signal.SIGKILL, str(kills))
    programs["registrar"].start()
    until("the registrar is ready again", lambda: answers(site + "/readyz"))
    eva.get(site + "/participation")
    check("after a kill the session and what it took part in are there", "You signed" in eva.body and "eva.torget@example.org" in eva.body, eva.path)

    eva.get(f"{site}/attest/withdraw.{matter}")
    eva.submit(f"/attest/withdraw.{matter}")
    eva.submit(counter + "/attested")
    check("a signature is taken back", eva.status == 200 and eva.path.startswith("/receipts/"), f"{eva.status} {eva.path}")

    new = Browser().get(counter + "/attested")
    check("the way in is a form, not a link", new.status == 405, str(new.status))
    return data, town, codes


def main():
    if not (ROOT / "frontend" / "dist" / "static" / "manifest.json").exists():
        print("skipped - both programs beside each other: the front end has not been built (npm run build --prefix frontend)")
        return 0
    programs = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        try:
            data, town, codes = story(folder, programs)
        except BaseException:
            for program in programs.values():
                if program.process.poll() is None:
                    program.stop(signal.SIGKILL)
                print(program.log.decode(errors="replace")[-3000:], file=sys.stderr)
            raise
        codes_of_end = {key: program.stop() for key, program in programs.items()}
        check("both end in peace when asked to", set(codes_of_end.values()) == {0}, str(codes_of_end))
        logs = b"".join(program.log for program in programs.values())
        secrets = [b"eva.torget", codes[0].encode(), codes[0].replace("-", "").encode()]
        check("no log holds an address, a name or a code", not any(secret in logs for secret in secrets) and "på torget".encode() not in logs)
        counter_has = everything_in(town)
        check("the voting server holds no address and no code", not any(secret in counter_has for secret in secrets))
        check("a name that was shown by choice is in the record", "Eva på torget".encode() in counter_has)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
