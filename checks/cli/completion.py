"""``gouji completion``: a script by which a shell completes commands, options and their choices.

The script is made from the parser itself, and holds everything: pressing the tabulator starts no Python.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from checks.cli.manners import Parser
from checks.language import either


class Command(NamedTuple):
    """A command or sub-command.

    Attributes:
        words: how it is called: ``("addin", "install")``; empty for the command itself.
        inner: its sub-commands, with what they are for.
        options: its options, with what they are for.
        choices: of an option, what may stand behind it.
    """

    words: tuple[str, ...]
    inner: Mapping[str, str]
    options: Mapping[str, str]
    choices: Mapping[str, tuple[str, ...]]


def add_to(commands: Any) -> None:
    """Add the command to the parser's sub-commands."""
    commands.add_parser(
        "completion",
        help=either("让命令行补全命令和选项", "a script by which your shell completes commands and options"),
        description=either(
            "写出补全脚本：按 Tab 补全命令、选项和可选的值。把下面的一行放进 shell 的配置文件。",
            "Writes the script by which a shell completes commands, options and their values. "
            "Put one of these lines into your shell's configuration.",
        ),
        examples=(
            'eval "$(gouji completion bash)"             # ~/.bashrc',
            'eval "$(gouji completion zsh)"              # ~/.zshrc',
            "gouji completion fish | source              # ~/.config/fish/config.fish",
            "gouji completion powershell | Out-String | Invoke-Expression    # $PROFILE",
        ),
        fill=_fill,
    )


def _fill(completion: Any) -> None:
    completion.add_argument("shell", choices=tuple(_SHELLS), metavar="shell", help=", ".join(_SHELLS))
    completion.set_defaults(run=_completion)


def _completion(options: argparse.Namespace) -> int:
    from checks.cli import whole_parser  # noqa: PLC0415  # this command is one of those that it has

    print("\n".join(_SHELLS[options.shell](list(commands_of(whole_parser())))))
    return 0


def commands_of(parser: Parser, words: tuple[str, ...] = ()) -> Iterator[Command]:
    """Yield a parser's command and those below it."""
    inner = _helps(parser)
    options: dict[str, str] = {}
    choices: dict[str, tuple[str, ...]] = {}
    for action in parser.actions:
        for option in action.option_strings:
            options[option] = _short(action.help or "")
            if action.choices:
                choices[option] = tuple(map(str, action.choices))
        if not action.option_strings and action.choices and not parser.commands:
            inner |= dict.fromkeys(map(str, action.choices), "")
    yield Command(words, inner, options, choices)
    for name, command in parser.commands.items():
        yield from commands_of(command, (*words, name))


def _helps(parser: Parser) -> dict[str, str]:
    """The sub-commands, with what they are for."""
    found = (action for action in parser.actions if isinstance(action.choices, dict))
    return {
        pseudo.dest: _short(pseudo.help or "") for action in found for pseudo in getattr(action, "_choices_actions", [])
    }


def _short(text: str) -> str:
    """A help text in a few words, without what a shell would take for its own."""
    clean = "".join(" " if character in "'\"`$\\[]():;" else character for character in text)
    return " ".join(clean.split())[:60]


def _bash(commands: list[Command]) -> Iterator[str]:
    """Bash: by the words typed so far; files where nothing else fits."""
    yield "_gouji() {"
    yield '  local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}" at="gouji" i words=""'
    yield "  for ((i = 1; i < COMP_CWORD; i++)); do"
    yield '    case "$at ${COMP_WORDS[i]}" in'
    yield "      " + "|".join(f'"{_path(one)}"' for one in commands if one.words) + ') at="$at ${COMP_WORDS[i]}" ;;'
    yield "    esac"
    yield "  done"
    yield '  case "$at $before" in'
    for one in commands:
        for option, choices in one.choices.items():
            yield f'    "{_path(one)} {option}") COMPREPLY=($(compgen -W "{" ".join(choices)}" -- "$word")); return ;;'
    yield "  esac"
    yield '  case "$at" in'
    for one in commands:
        yield f'    "{_path(one)}") words="{" ".join((*one.inner, *one.options))}" ;;'
    yield "  esac"
    yield '  COMPREPLY=($(compgen -W "$words" -- "$word"))'
    yield '  case "$at" in ' + "|".join(f'"{_path(one)}"' for one in commands if one.inner) + ") return ;; esac"
    yield '  [[ $word == -* ]] || COMPREPLY+=($(compgen -f -- "$word"))'
    yield "}"
    yield "complete -o filenames -F _gouji gouji"


def _zsh(commands: list[Command]) -> Iterator[str]:
    """Zsh: through its own emulation of bash's completion, which has all that is needed."""
    yield "autoload -U +X compinit && compinit -u"
    yield "autoload -U +X bashcompinit && bashcompinit"
    yield from _bash(commands)


def _fish(commands: list[Command]) -> Iterator[str]:
    """Fish: one line for each word, under the condition of the commands in front of it."""
    for one in commands:
        names = " ".join(one.inner)
        seen = "; and ".join(f"__fish_seen_subcommand_from {word}" for word in one.words)
        none_yet = f"not __fish_seen_subcommand_from {names}" if names else ""
        condition = "; and ".join(part for part in (seen, none_yet) if part) or "__fish_use_subcommand"
        if one.inner:
            yield f"complete -c gouji -n '{condition}' -f"
        for name, help_ in one.inner.items():
            yield f"complete -c gouji -n '{condition}' -a {name} -d '{help_}'"
        for option, help_ in one.options.items():
            spelled = f"-l {option[2:]}" if option.startswith("--") else f"-s {option[1:]}"
            given = f" -x -a '{' '.join(one.choices[option])}'" if option in one.choices else ""
            yield f"complete -c gouji -n '{seen or none_yet}' {spelled}{given} -d '{help_}'"


def _powershell(commands: list[Command]) -> Iterator[str]:
    """PowerShell: by the words typed so far; it falls back to files by itself."""
    yield "Register-ArgumentCompleter -Native -CommandName gouji -ScriptBlock {"
    yield "  param($word, $line, $cursor)"
    yield "  $words = @{"
    for one in commands:
        yield f"    '{_path(one)}' = @({_quoted((*one.inner, *one.options))})"
    yield "  }"
    yield "  $choices = @{"
    for one in commands:
        for option, choices in one.choices.items():
            yield f"    '{_path(one)} {option}' = @({_quoted(choices)})"
    yield "  }"
    yield "  $typed = @($line.CommandElements | Select-Object -Skip 1 | ForEach-Object { $_.ToString() })"
    yield "  if ($word -and $typed.Count) { $typed = @($typed | Select-Object -SkipLast 1) }"
    yield "  $at = 'gouji'"
    yield '  foreach ($one in $typed) { if ($words.ContainsKey("$at $one")) { $at = "$at $one" } }'
    yield "  $found = $words[$at]"
    yield '  $last = if ($typed.Count) { "$at $($typed[-1])" } else { "" }'
    yield "  if ($choices.ContainsKey($last)) { $found = $choices[$last] }"
    yield '  $found | Where-Object { $_ -like "$word*" } | ForEach-Object {'
    yield "    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)"
    yield "  }"
    yield "}"


def _path(command: Command) -> str:
    return " ".join(("gouji", *command.words))


def _quoted(words: tuple[str, ...]) -> str:
    return ", ".join(f"'{word}'" for word in words)


_SHELLS: Mapping[str, Callable[[list[Command]], Iterator[str]]] = {
    "bash": _bash,
    "zsh": _zsh,
    "fish": _fish,
    "powershell": _powershell,
}
