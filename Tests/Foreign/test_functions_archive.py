"""The archive of the functions: what Lambda's image of Amazon Linux 2023 must have for it, and what must not be in it."""
import hashlib
import os
import pathlib
import re
import stat
import subprocess
import zipfile

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
ARCHIVE = pathlib.Path(os.environ.get("ROLECALL_FUNCTIONS", ROOT / ".build/functions.zip"))

# In provided.al2023: glibc 2.34, the libraries of GCC 11, and zlib, which its curl and package manager need.
LIBRARIES = {"libc.so.6", "libm.so.6", "libgcc_s.so.1", "libstdc++.so.6", "libz.so.1"}
LOADERS = {"ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1"}
NEWEST = {"GLIBC": (2, 34), "GLIBCXX": (3, 4, 29), "CXXABI": (1, 3, 13), "GCC": (11,)}


@pytest.fixture(scope="module")
def archive():
    assert ARCHIVE.exists(), f"{ARCHIVE} is missing: run Resources/package-functions, or set ROLECALL_FUNCTIONS"
    with zipfile.ZipFile(ARCHIVE) as archive:
        yield archive


@pytest.fixture(scope="module")
def program(archive, tmp_path_factory):
    return pathlib.Path(archive.extract("bootstrap", tmp_path_factory.mktemp("functions")))


def readelf(program, *options):
    return subprocess.run(["readelf", "--wide", *options, program], capture_output=True, text=True, check=True).stdout


def test_it_holds_one_program_that_may_be_executed_and_no_time(archive):
    [entry] = archive.infolist()
    assert entry.filename == "bootstrap"
    assert stat.filemode(entry.external_attr >> 16) == "-rwxr-xr-x"
    assert entry.date_time == (1980, 1, 1, 0, 0, 0)


def test_it_is_small(archive):
    [entry] = archive.infolist()
    assert ARCHIVE.stat().st_size <= 20_000_000
    assert entry.file_size <= 40_000_000


def test_it_needs_only_libraries_that_the_image_has(program):
    needed = set(re.findall(r"\(NEEDED\).*\[(.+)\]", readelf(program, "--dynamic")))
    assert needed <= LIBRARIES | LOADERS


def test_it_needs_no_newer_symbols_than_the_image_has(program):
    versions = re.findall(r"\b(GLIBC|GLIBCXX|CXXABI|GCC)_([0-9.]+)", readelf(program, "--version-info"))
    found = {(name, tuple(int(part) for part in version.split("."))) for name, version in versions}
    assert {name for name, _ in found} == set(NEWEST)
    assert [wanted for wanted in sorted(found) if wanted[1] > NEWEST[wanted[0]]] == []


def test_it_links_none_of_the_large_libraries(program):
    symbols = readelf(program, "--dyn-syms")
    assert "$s20FoundationEssentials" in symbols
    # A mangled name begins with the length of its module's name.
    for module in ("$s10Foundation", "$s13FoundationXML", "$s28FoundationInternationalization", "$s4GRDB"):
        assert module not in symbols
    for symbol in ("xmlReadMemory", "sqlite3_open", "wget_wch", "u_strToUpper"):
        assert symbol not in symbols


def test_it_names_no_folder_of_the_machine_that_made_it(program):
    content = program.read_bytes()
    for folder in {str(ROOT), os.environ.get("ROLECALL_SCRATCH", str(ROOT / ".build")), str(pathlib.Path.home()) + "/"}:
        assert folder.encode() not in content


def test_packing_it_again_makes_the_same_bytes(tmp_path):
    again = tmp_path / "functions.zip"
    subprocess.run([ROOT / "Resources/package-functions", again], check=True, capture_output=True, timeout=1_800)
    digests = [hashlib.sha256(file.read_bytes()).hexdigest() for file in (ARCHIVE, again)]
    assert digests[0] == digests[1]
