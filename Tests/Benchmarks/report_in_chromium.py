#!/usr/bin/env python3
"""Opens an HTML report of `erank compare` in headless Chromium, narrow and wide, light and dark, and saves what it looks like.

usage: report_in_chromium.py REPORT.html FOLDER [--chromium PROGRAM]

Ends with 1 if the page asks anything of a network, writes to the console, or is wider than its window. Needs chromium.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile

WIDTHS = {"narrow": 420, "wide": 1280}
# As Chromium numbers them.
SCHEMES = {"light": "1", "dark": "0"}
# Lines of Chromium's own about the machine, not about the page.
PAGE = re.compile(r"CONSOLE|net::|Refused|net_log|ERR_")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("report")
    parser.add_argument("folder")
    parser.add_argument("--chromium", default="chromium")
    options = parser.parse_args()
    os.makedirs(options.folder, exist_ok=True)
    failures = check_source(options.report)
    for width_name, width in WIDTHS.items():
        for scheme, number in SCHEMES.items():
            picture = os.path.join(options.folder, f"{width_name}-{scheme}.png")
            log = browse(options, width, ["--blink-settings=preferredColorScheme=" + number, "--screenshot=" + picture])
            failures += [f"{width_name}, {scheme}: {line}" for line in log.splitlines() if PAGE.search(line)]
            if not os.path.exists(picture):
                failures.append(f"{width_name}, {scheme}: no picture was made")
        failures += check_width(options, width_name, width)
    for failure in failures:
        print(failure, file=sys.stderr)
    print(f"{len(WIDTHS) * len(SCHEMES)} pictures in {options.folder}, {len(failures)} faults")
    return 1 if failures else 0


def check_source(path):
    """A page that names no address cannot ask anything of a network."""
    text = open(path, encoding="utf-8").read()
    found = re.findall(r"""(?:src|href|url)\s*[=(]\s*["']?(?!#)[^"')\s>]+|<script|<link|@import|https?://(?!www\.w3\.org)""", text)
    return [f"the page names something outside itself: {match}" for match in found]


def check_width(options, name, width):
    """The page as wide as its window: only its tables scroll."""
    with tempfile.NamedTemporaryFile("w", suffix=".html", encoding="utf-8") as page:
        probe = "<script>document.title='w'+document.documentElement.scrollWidth+'/'+innerWidth</script>"
        page.write(open(options.report, encoding="utf-8").read().replace("</body>", probe + "</body>"))
        page.flush()
        dom = browse(options, width, ["--dump-dom"], page.name, output=True)
    found = re.search(r"<title>w(\d+)/(\d+)</title>", dom)
    if not found:
        return [f"{name}: the width could not be read"]
    content, window = map(int, found.groups())
    return [f"{name}: the page is {content} wide, its window {window}"] if content > window else []


def browse(options, width, arguments, path=None, output=False):
    command = [
        options.chromium, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--enable-logging=stderr", "--v=0",
        "--host-resolver-rules=MAP * ~NOTFOUND", f"--window-size={width},2400", *arguments,
        "file://" + os.path.abspath(path or options.report),
    ]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=120)
    return ended.stdout if output else ended.stderr


if __name__ == "__main__":
    sys.exit(main())
