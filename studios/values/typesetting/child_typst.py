"""Sets one paper in a process of its own: JSON on standard input, PDF or PNG on standard output."""

import json
import resource
import sys

import typst


def main() -> None:
    """Read what to set, set it, write the bytes."""
    asked = json.load(sys.stdin)
    resource.setrlimit(resource.RLIMIT_CPU, (asked["seconds"], asked["seconds"]))
    pages = typst.compile(
        asked["template"],
        root=asked["root"],
        font_paths=asked["fonts"],
        ignore_system_fonts=True,
        format=asked["format"],
        sys_inputs={"data": json.dumps(asked["data"], ensure_ascii=False)},
    )
    sys.stdout.buffer.write(pages[0] if isinstance(pages, list) else pages)


if __name__ == "__main__":
    main()
