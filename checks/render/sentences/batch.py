"""What is said while many files are checked: the progress, and how it ended."""

from __future__ import annotations

from checks.language import Text, either


def progress(done: int, total: int, rate: float, seconds_left: float | None, name: str) -> str:
    """The line that counts: how far, how fast, how long still, and where."""
    share = done * 100 // total if total else 0
    count = either(f"{done:,}/{total:,}（{share}%）", f"{done:,}/{total:,} ({share}%)") if total else f"{done:,}"
    left = ""
    if seconds_left is not None:
        left = either(f"，还需{duration(seconds_left)}", f", {duration(seconds_left)} left")
    return either(
        f"已检查 {count}，每秒 {rate:,.0f} 个{left}  {name}", f"{count} checked, {rate:,.0f} a second{left}  {name}"
    )


def duration(seconds: float) -> str:
    """A time to wait, no more exact than it is known."""
    if seconds < 60:
        return either(f"约 {max(1, round(seconds))} 秒", f"about {max(1, round(seconds))} s")
    if seconds < 5400:
        return either(f"约 {round(seconds / 60)} 分钟", f"about {round(seconds / 60)} min")
    return either(f"约 {seconds / 3600:.1f} 小时", f"about {seconds / 3600:.1f} h")


FIGURES_WHERE = Text(
    "--figures 只和 --format json 或 --out 一起起作用；只要数，请用 gouji figures。",
    "--figures works with --format json or --out only; for the figures alone use gouji figures.",
)
CANNOT_START = Text(
    "无法启动检查用的子进程（{detail}）。请关闭一些程序后再试；"
    "仍不行时请逐个文件检查，或请系统管理员查看是否禁止启动子进程。",
    "No process could be started for the check ({detail}). Close some programs and try again; "
    "else check the files one by one, or ask the administrator whether starting processes is barred.",
)
NOT_WRITTEN = Text(
    "中途停止，结果文件夹没有改动。已经查过的文件下次不必重查，请再运行一次。",
    "Stopped halfway; the folder of results was not changed. What was checked need not be checked again: run it anew.",
)


def passed_over(folder: str, count: int) -> str:
    """Results of an earlier run among what is to be checked."""
    return either(
        f"“{folder}”里有以前生成的结果 {count} 个，没有当作收到的文件检查。",
        f"“{folder}” holds {count} results of an earlier run, which were not checked as received files.",
    )


NO_DASK = Text(
    '没有安装 dask.distributed，不能使用 --scheduler。请运行：pip install "gouji[dask]"。',
    'dask.distributed is not installed, which --scheduler needs. Run: pip install "gouji[dask]".',
)
NO_WORKERS = Text("没有计算节点", "it has no workers")


def no_cluster(address: str, reason: str) -> str:
    """A scheduler that does not answer."""
    return either(
        f"连不上调度器“{address}”（{reason}）。请核对地址（如 tcp://主机:8786），并确认调度器正在运行。",
        f"The scheduler “{address}” does not answer ({reason}). Check the address (as tcp://host:8786), "
        "and that the scheduler runs.",
    )


def other_version(worker: str) -> str:
    """A worker of the cluster that would check by other rules."""
    return either(
        f"计算节点 {worker} 上的 gouji 或规则与本机版本不同，结果会不一致。请在各节点安装同一版本后再试。",
        f"The worker {worker} has another version of gouji or of its rules, and results would differ. "
        "Install the same version everywhere and try again.",
    )
