"""``python -m bench.blame REPOSITORY [OPTION …]``: git blame -w of every Markdown file at HEAD."""

import subprocess
import sys


def main(repository: str, options: list[str]) -> None:
    """Blame the files one after the other, as a user's script would."""
    git = ["git", "-C", repository]
    listing = subprocess.run(
        [*git, "ls-tree", "-r", "-z", "--name-only", "HEAD"], check=True, capture_output=True
    ).stdout.decode("utf-8", "surrogateescape")
    for path in listing.split("\0"):
        if path.lower().endswith((".md", ".markdown")):
            command = [*git, "blame", "-w", *options, "--porcelain", "HEAD", "--", path]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
