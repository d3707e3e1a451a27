"""A Chromium without a window, driven over its debugging pipe: nothing is needed but the program itself."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from select import select
from typing import Any, Self

PROGRAM = shutil.which("chromium") or shutil.which("google-chrome") or ""
_PATIENCE = 180
_FLAGS = (
    *(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-extensions",
        "--disable-dev-shm-usage",
    ),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--mute-audio"),
    "--remote-debugging-pipe",
)


class Browser:
    """One program with one page.

    Attributes:
        told: what the page wrote to the console, and what it did not catch.
        asked: the addresses that it asked for.
    """

    def __init__(self, program: str = PROGRAM, flags: Sequence[str] = ()) -> None:
        self.told: list[str] = []
        self.asked: list[str] = []
        self._number = 0
        self._rest = b""
        self._home = tempfile.mkdtemp(prefix="chromium")
        to_it, self._to = os.pipe()
        self._from, from_it = os.pipe()

        def place() -> None:
            os.dup2(to_it, 1003)
            os.dup2(from_it, 1004)
            os.dup2(1003, 3)
            os.dup2(1004, 4)

        self._process = subprocess.Popen(
            [program, *_FLAGS, *flags, f"--user-data-dir={self._home}", "about:blank"],
            pass_fds=(3, 4, to_it, from_it),
            preexec_fn=place,  # noqa: PLW1509  # before any thread of ours
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_it)
        os.close(from_it)
        self._session = ""
        self._workers: list[str] = []
        deadline = time.monotonic() + 60
        while not (pages := [one for one in self.call("Target.getTargets")["targetInfos"] if one["type"] == "page"]):
            assert time.monotonic() < deadline
            time.sleep(0.1)
        self._session = self.call("Target.attachToTarget", targetId=pages[0]["targetId"], flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network", "DOM"):
            self.call(f"{domain}.enable")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._to)
        os.close(self._from)
        shutil.rmtree(self._home, ignore_errors=True)

    @property
    def pid(self) -> int:
        return self._process.pid

    def call(self, method: str, **given: Any) -> dict[str, Any]:
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": given}
        if self._session:
            message["sessionId"] = self._session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self._to, data) :]
        while (answer := self._next()).get("id") != self._number:
            self._hear(answer)
        assert "error" not in answer, answer["error"]
        result: dict[str, Any] = answer["result"]
        return result

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            ready, _, _ = select([self._from], [], [], _PATIENCE)
            more = os.read(self._from, 1 << 20) if ready else b""
            if not more:
                raise TimeoutError("the browser says nothing")
            self._rest += more
        message, _, self._rest = self._rest.partition(b"\0")
        heard: dict[str, Any] = json.loads(message)
        return heard

    def _hear(self, event: dict[str, Any]) -> None:
        given = event.get("params", {})
        if event.get("method") == "Target.attachedToTarget" and given["targetInfo"]["type"] == "worker":
            self._workers.append(given["sessionId"])
        elif event.get("method") == "Network.requestWillBeSent":
            self.asked.append(given["request"]["url"])
        elif event.get("method") == "Runtime.exceptionThrown":
            self.told.append(json.dumps(given["exceptionDetails"], ensure_ascii=False)[:500])
        elif event.get("method") == "Runtime.consoleAPICalled":
            self.told.append(json.dumps(given["args"], ensure_ascii=False)[:500])
        elif event.get("method") == "Log.entryAdded":
            self.told.append(json.dumps(given["entry"], ensure_ascii=False)[:500])

    def open(self, address: str) -> None:
        self.call("Page.navigate", url=address)

    def run(self, code: str) -> Any:
        """Evaluate an expression, wait for its promise, and return its value."""
        got = self.call("Runtime.evaluate", expression=code, awaitPromise=True, returnByValue=True, userGesture=True)
        assert "exceptionDetails" not in got, got["exceptionDetails"]
        return got["result"].get("value")

    def run_in_worker(self, code: str) -> Any:
        """Evaluate an expression in the youngest worker of the page."""
        page = self._session
        self._workers.clear()
        self.call("Target.setAutoAttach", autoAttach=True, waitForDebuggerOnStart=False, flatten=True)
        while not self._workers:
            self.run("null")
        self._session = self._workers[-1]
        try:
            return self.run(code)
        finally:
            self._session = page
            self.call("Target.setAutoAttach", autoAttach=False, waitForDebuggerOnStart=False, flatten=True)

    def wait(self, condition: str, seconds: float = 60) -> Any:
        """Wait until an expression is true, and return its value."""
        deadline = time.monotonic() + seconds
        while not (value := self.run(condition)):
            assert time.monotonic() < deadline, (condition, self.run("document.body.innerText")[:2000], self.told)
            time.sleep(0.05)
        return value

    def choose(self, selector: str, paths: Sequence[Path]) -> None:
        """Put files into a file input."""
        root = self.call("DOM.getDocument")["root"]["nodeId"]
        node = self.call("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        self.call("DOM.setFileInputFiles", nodeId=node, files=[str(path) for path in paths])

    def picture(self, path: Path, width: int, height: int = 900) -> None:
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600
        )
        time.sleep(0.3)
        size = self.call("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": width, "height": min(size["height"], 6000), "scale": 1}
        got = self.call("Page.captureScreenshot", clip=clip, captureBeyondViewport=True)
        path.write_bytes(base64.b64decode(got["data"]))

    def memory(self) -> int:
        """Bytes of memory of all its processes together (PSS)."""
        total = 0
        for pid in self._processes():
            with suppress(OSError):
                lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
                total += sum(int(line.split()[1]) << 10 for line in lines if line.startswith("Pss:"))
        return total

    def cpu(self) -> float:
        """Seconds of processor that all its processes have had."""
        total = 0
        for pid in self._processes():
            with suppress(OSError):
                fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                total += int(fields[11]) + int(fields[12])
        return total / os.sysconf("SC_CLK_TCK")

    def _processes(self) -> Iterator[int]:
        waiting = [self.pid]
        while waiting:
            pid = waiting.pop()
            yield pid
            with suppress(OSError):
                for task in Path(f"/proc/{pid}/task").iterdir():
                    waiting += [int(one) for one in (task / "children").read_text().split()]


if __name__ == "__main__":
    with Browser() as browser:
        browser.open(sys.argv[1])
        browser.wait("document.readyState === 'complete'")
        print(browser.run("document.title"))
