#!/usr/bin/env python3
"""A real SMTP server (Debian's aiosmtpd) that does what a test tells it to.

  smtp_server.py [--port N] [--tls none|starttls|whole] [--certificate PEM --key PEM] [--user NAME --password WORD]

Prints "port N", then one JSON object a line for each thing that happens: {"event": "letter", ...} for a letter taken or refused after its last
byte, {"event": "refused", ...} for a recipient refused. Reads commands, a line each, and answers "done":

  rcpt CODE TIMES     answer the next TIMES recipients with CODE
  body CODE TIMES     answer the next TIMES letters with CODE
  cut TIMES           break the next TIMES connections when the letter is whole, instead of an answer

Ends when its input does.
"""
import argparse
import asyncio
import email
import email.policy
import json
import logging
import ssl
import sys
import warnings

from aiosmtpd.smtp import SMTP, AuthResult


def say(**what):
    print(json.dumps(what), flush=True)


class Handler:
    def __init__(self):
        self.rcpt, self.body, self.cuts = [], [], 0

    def obey(self, line):
        words = line.split()
        if words[0] == "cut":
            self.cuts += int(words[1])
        else:
            getattr(self, words[0]).extend([words[1]] * int(words[2]))
        print("done", flush=True)

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.rcpt:
            code = self.rcpt.pop(0)
            say(event="refused", code=code)
            return code + " the mailbox of " + address + " is not to be had"
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server, session, envelope):
        code = self.body.pop(0) if self.body else "250"
        cut = self.cuts > 0
        self.cuts -= cut
        letter = email.message_from_bytes(envelope.content, policy=email.policy.default)
        # Parsing is lazy: ask for everything before counting defects.
        headers = {name: str(value) for name, value in letter.items()}
        text = letter.get_content()
        defects = [str(d) for value in letter.values() for d in value.defects] + [str(d) for d in letter.defects]
        say(
            event="letter",
            code="cut" if cut else code,
            sender=envelope.mail_from,
            recipients=envelope.rcpt_tos,
            headers=headers,
            names=letter.keys(),
            text=text,
            defects=defects,
            helo=session.host_name,
            tls=session.ssl is not None or server.transport.get_extra_info("ssl_object") is not None,
            user=session.auth_data if session.authenticated else "",
            raw=envelope.content.decode("ascii"),
        )
        if cut:
            server.transport.abort()
        return code + " so be it"


async def serve(arguments):
    handler = Handler()
    context = None
    if arguments.certificate:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(arguments.certificate, arguments.key)

    def authenticate(server, session, envelope, mechanism, data):
        right = data.login == arguments.user.encode() and data.password == arguments.password.encode()
        say(event="login", right=right)
        return AuthResult(success=right, handled=False, auth_data=data.login.decode())

    def protocol():
        starttls = arguments.tls == "starttls"
        extra = {"authenticator": authenticate, "auth_required": True, "auth_require_tls": starttls} if arguments.user else {}
        return SMTP(handler, tls_context=context if starttls else None, require_starttls=starttls, hostname="mail.test", **extra)

    loop = asyncio.get_running_loop()
    whole = context if arguments.tls == "whole" else None
    server = await loop.create_server(protocol, "127.0.0.1", arguments.port, ssl=whole)
    print("port", server.sockets[0].getsockname()[1], flush=True)
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        handler.obey(line)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--tls", default="none")
    parser.add_argument("--certificate")
    parser.add_argument("--key")
    parser.add_argument("--user", default="")
    parser.add_argument("--password", default="")
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")  # a log-in without TLS is what some tests want
    asyncio.run(serve(parser.parse_args()))


if __name__ == "__main__":
    main()
