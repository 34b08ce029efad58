#!/usr/bin/env python3
"""Checks the shape of the house: which target may import what, file sizes, documentation, what is committed.

The table is the design's; Package.swift only says what is linked. Prints every fault and exits 1 if there is one.
"""
import pathlib
import re
import subprocess
import sys

# Targets each target may import, and libraries. Arrows go down only.
FOUNDATION = {"FoundationEssentials"}
SYSTEM = {"Glibc", "Synchronization", "Dispatch"}
NIO = {"NIOCore", "NIOHTTP1", "NIOPosix", "NIOSSL", "NIOConcurrencyHelpers", "NIOTLS", "NIOFoundationEssentialsCompat"}
MAY_IMPORT = {
    "Fleet": FOUNDATION,
    "Transport": FOUNDATION | SYSTEM | NIO | {"AsyncHTTPClient", "Crypto"},
    "AWS": FOUNDATION | SYSTEM | {"Transport", "Crypto"},
    "Veeam": FOUNDATION | SYSTEM | {"Transport", "Crypto"},
    "Terminal": FOUNDATION | SYSTEM | {"CTerminal"},
    "Store": FOUNDATION | SYSTEM | {"Fleet", "GRDB", "Crypto"},
    "Templates": FOUNDATION | {"CTemplates"},
    "Functions": FOUNDATION | SYSTEM | {"Fleet", "AWS", "Veeam", "Transport", "Crypto"},
    "bootstrap": FOUNDATION | SYSTEM | {"Functions", "CCompatibility"},
    "Sandbox": FOUNDATION | SYSTEM | NIO
    | {"Templates", "Foundation", "Hummingbird", "HummingbirdTLS", "HummingbirdCore", "HTTPTypes", "Logging", "X509", "SwiftASN1", "Crypto", "Yams"},
    "AWSQuery": FOUNDATION | SYSTEM | {"Foundation", "AWS", "Transport", "FoundationXML", "Subprocess", "System", "Crypto"},
    "Operations": FOUNDATION | SYSTEM | {"Fleet", "Store", "AWS", "AWSQuery", "Veeam", "Transport", "Templates", "Crypto", "Yams"},
    "Console": FOUNDATION | SYSTEM | {"Operations", "Fleet", "Store", "Terminal"},
    "rolecall": FOUNDATION | SYSTEM
    | {"Foundation", "Console", "Operations", "Store", "Fleet", "Terminal", "Sandbox", "Functions", "Templates", "Transport", "Veeam", "Subprocess", "ArgumentParser", "Yams"},
}
LONGEST_FILE = 350
TOP_LEVEL = {"Package.swift", "README.md", "Sources", "Tests", "Resources"}
FORBIDDEN = [
    (r"\btry!", "try!"),
    (r"\bas!", "as!"),
    (r"\bTODO\b|\bFIXME\b|\bXXX\b", "left for later"),
]
# A promise the compiler cannot check needs its reason (the lock, the thread) in a comment just above.
PROMISE = re.compile(r"@unchecked Sendable|nonisolated\(unsafe\)|fatalError\(|preconditionFailure\(")

faults = []


def tracked(*patterns):
    names = subprocess.run(["git", "ls-files", *patterns], capture_output=True, text=True, check=True).stdout
    return [pathlib.Path(name) for name in names.splitlines() if pathlib.Path(name).exists()]


def check_imports(path, lines):
    target = path.parts[1]
    allowed = MAY_IMPORT.get(target)
    if allowed is None:
        faults.append(f"{path}: target {target} is not in the house's table")
        return
    for number, line in enumerate(lines, 1):
        match = re.match(r"^(?:@\w+(?:\([^)]*\))?\s+)*(?:package |internal |private )?import (?:\w+ )?(\w+)", line)
        if match and match[1] not in allowed:
            faults.append(f"{path}:{number}: {target} may not import {match[1]}")


def check_documentation(path, lines):
    """Types and functions that other targets see, whose meaning is not plain from the name, are documented."""
    for number, line in enumerate(lines):
        if re.match(r"^(?:\w+\(?\w*\)? )*package (?:final |indirect )?(?:struct|class|actor|enum|protocol) \w+", line):
            above = number - 1
            while above >= 0 and lines[above].lstrip().startswith("@"):
                above -= 1
            if above < 0 or not lines[above].lstrip().startswith("///"):
                faults.append(f"{path}:{number + 1}: a type that other targets see has no doc comment")


for path in tracked("Sources/*.swift", "Tests/*.swift", "Package.swift"):
    lines = path.read_text().splitlines()
    if len(lines) > LONGEST_FILE:
        faults.append(f"{path}: {len(lines)} lines, {LONGEST_FILE} at most")
    if path.parts[0] == "Sources":
        check_imports(path, lines)
        check_documentation(path, lines)
        for number, line in enumerate(lines, 1):
            for pattern, name in FORBIDDEN:
                if re.search(pattern, line):
                    faults.append(f"{path}:{number}: {name}")
            if PROMISE.search(line) and not line.lstrip().startswith("//"):
                nearby = lines[max(0, number - 6):number]
                if not any("//" in above for above in nearby):
                    faults.append(f"{path}:{number}: an unchecked promise without its reason")

for path in tracked():
    top = path.parts[0]
    if not top.startswith(".") and top not in TOP_LEVEL:
        faults.append(f"{path}: the top level holds only {', '.join(sorted(TOP_LEVEL))}")
    if any(part.startswith((".build", ".venv")) for part in path.parts) or path.name == "Package.resolved":
        faults.append(f"{path}: build product")

for fault in faults:
    print(fault)
print(f"house: {len(faults)} faults")
sys.exit(1 if faults else 0)
