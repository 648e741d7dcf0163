#!/usr/bin/env python3
"""The house has rooms, and a room includes only what its arrows allow.

The table of arrows is the radslag_room() lines of the top-level CMakeLists.txt: a room may include its own headers, those of the
rooms it USES, and of the rooms these use. Library headers that are dear or dangerous have rooms of their own (LIBRARIES below).

  check_arrows.py [ROOT]     checks the sources under ROOT (default: this repository)
  check_arrows.py --table    prints the table
  check_arrows.py --self-test
"""
import re
import sys
import tempfile
from pathlib import Path

HOUSES = ("crypto", "ledger", "server")
# Programs wire rooms together and are no rooms themselves: whatever is under these folders is open to them.
PROGRAMS = {"ledger/programs": ("crypto", "ledger"), "server/programs": ("crypto", "ledger", "server")}
# Headers starting so may be included only in these folders: what, where, why.
LIBRARIES = (
    (("boost/asio", "boost/beast"), ("server/http",), "Beast and Asio stop at server/http"),
    (("sqlite3.h", "SQLiteCpp/"), ("ledger/store/sqlite", "ledger/heads/sqlite", "server/storage"), "only stores know SQL"),
    (("CLI/",), ("ledger/programs", "server/programs"), "only programs have a command line"),
)
# Seconds of compile time for everybody who includes us.
HEAVY = ("boost/asio.hpp", "boost/beast.hpp", "CLI/", "spdlog/")

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(?:"([^"]+)"|<([^>]+)>)', re.M)


def read_rooms(cmake):
    """{folder: {folders it may include, itself among them}} from the radslag_room lines."""
    folder, uses = {}, {}
    for call in re.findall(r"^radslag_room\(([^)]*)\)", cmake, re.M):
        words = call.split()
        name, rest = words[0], words[1:]
        folder[name] = rest[rest.index("DIR") + 1] if "DIR" in rest else name
        uses[name] = []
        if "USES" in rest:
            for word in rest[rest.index("USES") + 1 :]:
                if word.isupper():
                    break
                uses[name].append(word)
    reach = {}
    for name in folder:  # in CMake's order: a room can only use those before it
        unknown = [used for used in uses[name] if used not in reach]
        if unknown:
            raise SystemExit(f"CMakeLists.txt: {name} USES {', '.join(unknown)}, which no line before it makes")
        reach[name] = {name}.union(*(reach[used] for used in uses[name]))
    return {folder[name]: {folder[other] for other in reach[name]} for name in folder}


def under(path, folder):
    return path == folder or path.startswith(folder + "/")


def check_ours(root, rooms, file, included):
    """What is wrong with file's #include "included", or None."""
    here, there = str(Path(file).parent), str(Path(included).parent)
    if not (root / included).is_file():
        return f'"{included}" is no file; includes of ours start at the root'
    for programs, open_to in PROGRAMS.items():
        if under(here, programs):
            return None if any(under(there, house) for house in open_to) else f"{programs} must not include {there}"
    if here not in rooms:
        return f"{here} is no room: give it a radslag_room line"
    return None if there in rooms[here] else f"no arrow from {here} to {there}"


def check_library(file, included):
    here = str(Path(file).parent)
    for headers, folders, why in LIBRARIES:
        if included.startswith(headers) and not any(under(here, folder) for folder in folders):
            return f"<{included}> in {here}: {why}"
    if file.endswith(".hpp") and included.startswith(HEAVY):
        return f"<{included}> in a header: include it in the .cpp"
    return None


def sources(root, houses):
    for house in houses:
        yield from sorted(path for path in (root / house).rglob("*") if path.suffix in (".cpp", ".hpp"))


def check(root):
    rooms = read_rooms((root / "CMakeLists.txt").read_text())
    findings, files = [], 0
    for path in sources(root, HOUSES):
        files += 1
        file, text = str(path.relative_to(root)), path.read_text()
        for match in INCLUDE.finditer(text):
            ours, library = match.groups()
            finding = check_ours(root, rooms, file, ours) if ours else check_library(file, library)
            if ours and not finding:  # quotes do not hide a library
                finding = check_library(file, ours)
            if finding:
                findings.append(f"{file}:{text.count(chr(10), 0, match.start(0)) + 1}: {finding}")
    return findings, files


def table(root):
    for folder, allowed in read_rooms((root / "CMakeLists.txt").read_text()).items():
        print(f"{folder:22} -> {', '.join(sorted(allowed - {folder})) or 'nothing of ours'}")


CASES = {  # file: (text, what the finding must say, or None)
    "ledger/log/good.cpp": ('#include "ledger/log/tree.hpp"\n#include "crypto/hash.hpp"\n#include <vector>\n', None),
    "ledger/log/upwards.cpp": ('#include "server/http/message.hpp"\n', "no arrow from ledger/log to server/http"),
    "crypto/upwards.cpp": ('\n#  include "ledger/log/tree.hpp"\n', "crypto/upwards.cpp:2: no arrow from crypto to ledger/log"),
    "ledger/log/relative.cpp": ('#include "tree.hpp"\n', "start at the root"),
    "ledger/attic/lost.cpp": ('#include "crypto/hash.hpp"\n', "ledger/attic is no room"),
    "ledger/programs/verify.cpp": ('#include <CLI/CLI.hpp>\n#include "ledger/log/tree.hpp"\n', None),
    "ledger/programs/wrong.cpp": ('#include "server/http/message.hpp"\n', "ledger/programs must not include server/http"),
    "server/programs/main.cpp": ('#include "server/http/message.hpp"\n#include "ledger/log/tree.hpp"\n', None),
    "server/http/session.cpp": ("#include <boost/beast/http/parser.hpp>\n", None),
    "server/http/heavy.hpp": ("#include <boost/asio.hpp>\n", "in a header"),
    "server/web/beast.cpp": ("#include <boost/beast/http/parser.hpp>\n", "stop at server/http"),
    "server/web/sql.cpp": ("#include <SQLiteCpp/Database.h>\n", "only stores know SQL"),
    "ledger/log/tree.hpp": ("#include <sqlite3.h>\n", "only stores know SQL"),
    "server/http/message.hpp": ("#include <spdlog/spdlog.h>\n", "in a header"),
    "crypto/hash.hpp": ("#pragma once\n", None),
}
CASES_CMAKE = """radslag_room(crypto LIBS PkgConfig::SODIUM)
radslag_room(ledger_log DIR ledger/log USES crypto LIBS tl::expected)
radslag_room(server_http DIR server/http USES ledger_log LIBS Boost::headers PRIVATE_DEFS_PUBLIC
             BOOST_ASIO_SEPARATE_COMPILATION)
radslag_room(server_web DIR server/web USES server_http)
"""


def self_test():
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "CMakeLists.txt").write_text(CASES_CMAKE)
        for name, (text, _) in CASES.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text)
        findings, _ = check(root)
    wrong = []
    for name, (_, expected) in CASES.items():
        found = [finding for finding in findings if finding.startswith(name + ":")]
        if expected is None and found or expected is not None and not any(expected in finding for finding in found):
            wrong.append(f"{name}: expected {expected or 'nothing'}, found {found or 'nothing'}")
    return wrong


def main(arguments):
    root = Path(__file__).resolve().parents[2]
    if arguments == ["--table"]:
        table(root)
        return 0
    if arguments == ["--self-test"]:
        wrong = self_test()
        print("\n".join(wrong) or f"the check finds what it should in {len(CASES)} files")
        return 1 if wrong else 0
    findings, files = check(Path(arguments[0]) if arguments else root)
    print("\n".join(findings) or f"{files} files keep to the arrows")
    return 1 if findings or not files else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
