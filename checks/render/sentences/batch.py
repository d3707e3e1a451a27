"""What is said while many files are checked: the progress, and how it ended."""

from __future__ import annotations


def progress(done: int, total: int, rate: float, seconds_left: float | None, name: str) -> str:
    """The line that counts: how far, how fast, how long still, and where."""
    count = f"{done:,}/{total:,}（{done * 100 // total}%）" if total else f"{done:,}"
    left = f"，还需{duration(seconds_left)}" if seconds_left is not None else ""
    return f"已检查 {count}，每秒 {rate:,.0f} 个{left}  {name}"


def duration(seconds: float) -> str:
    """A time to wait, no more exact than it is known."""
    if seconds < 60:
        return f"约 {max(1, round(seconds))} 秒"
    return f"约 {round(seconds / 60)} 分钟" if seconds < 5400 else f"约 {seconds / 3600:.1f} 小时"


CANNOT_START = (
    "无法启动检查用的子进程（{detail}）。请关闭一些程序后再试；"
    "仍不行时请逐个文件检查，或请系统管理员查看是否禁止启动子进程。"
)
NOT_WRITTEN = "中途停止，结果文件夹没有改动。已经查过的文件下次不必重查，请再运行一次。"


def passed_over(folder: str, count: int) -> str:
    """Results of an earlier run among what is to be checked."""
    return f"“{folder}”里有以前生成的结果 {count} 个，没有当作收到的文件检查。"


NO_DASK = '没有安装 dask.distributed，不能使用 --scheduler。请运行：pip install "gouji[dask]"。'
NO_WORKERS = "没有计算节点"


def no_cluster(address: str, reason: str) -> str:
    """A scheduler that does not answer."""
    return f"连不上调度器“{address}”（{reason}）。请核对地址（如 tcp://主机:8786），并确认调度器正在运行。"


def other_version(worker: str) -> str:
    """A worker of the cluster that would check by other rules."""
    return f"计算节点 {worker} 上的 gouji 或规则与本机版本不同，结果会不一致。请在各节点安装同一版本后再试。"
