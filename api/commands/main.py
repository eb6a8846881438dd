"""The command `onelot`: a list of its subcommands, each loaded only when it is called."""

import gc
from importlib import import_module
from types import ModuleType
from typing import Final, NamedTuple

import click

from parking.storage.embedded.errors import EmbeddedStoreError


class Subcommand(NamedTuple):
    """Where a subcommand is, `module:attribute`, and what it does."""

    place: str
    summary: str


COMMANDS: Final[dict[str, Subcommand]] = {
    "demo": Subcommand("api.commands.demo:demo", "A city with a simulated Jinan in it. 模拟济南"),
    "up": Subcommand("api.commands.up:up", "A whole, empty city on this machine. 整座空城市"),
    "serve": Subcommand("api.commands.serve:serve", "HTTP, websockets and pages. 接口与页面"),
    "work": Subcommand("api.commands.work:work", "Live state repaired, history kept. 修复与历史"),
    "ingest": Subcommand("api.commands.ingest:ingest", "MQTT and polled feeds. 消息与轮询接入"),
    "mqtt": Subcommand("api.commands.mqtt:mqtt", "Accounts and rights on a broker. 消息服务账号"),
    "devices": Subcommand("api.commands.devices:devices", "Radio sensors. 无线传感器清单"),
    "broker": Subcommand("api.commands.broker:broker", "MQTT for gates. 道闸消息服务"),
    "parkapi": Subcommand("api.commands.parkapi:parkapi", "European sources. 欧洲城市数据源"),
    "migrate": Subcommand(
        "api.commands.migrate:migrate", "Bring the database up to date. 数据库升级"
    ),
    "key": Subcommand("api.commands.key:key", "API keys. 密钥"),
    "check": Subcommand("api.commands.check:check_command", "What a payload is. 检查数据样例"),
    "import": Subcommand("api.commands.lots_import:lots_import", "Lots from a file. 导入停车场"),
    "areas": Subcommand("api.commands.areas_import:areas", "Districts and smaller areas. 导入辖区"),
    "backup": Subcommand("api.commands.backup:backup", "The whole truth into a file. 备份"),
    "restore": Subcommand("api.commands.restore:restore", "A backup into an empty city. 恢复"),
    "archive": Subcommand("api.commands.archive:archive", "Old days of the log into files. 归档"),
    "rebuild": Subcommand("api.commands.rebuild:rebuild", "History from the log. 重建历史"),
    "aggregates": Subcommand(
        "api.commands.aggregates:aggregates", "Lots that are sums of others. 汇总停车场"
    ),
    "report": Subcommand("api.commands.report:report", "A month on paper. 月报与热点区域报告"),
    "replay": Subcommand(
        "api.commands.replay:replay", "Play a recorded history, as if live. 回放历史"
    ),
    "simulate": Subcommand("api.commands.simulate:simulate", "Cars, sensors and faults. 模拟车流"),
}


class LazyGroup(click.Group):
    """Imports a subcommand's module only when it is called: `--help` stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's signature
        cmd_name: str,
    ) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module_name, _, attribute = COMMANDS[cmd_name].place.partition(":")
        command = getattr(_loaded(module_name), attribute)
        return command if isinstance(command, click.Command) else None

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's signature
        formatter: click.HelpFormatter,
    ) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, sub.summary) for name, sub in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> object:
        """Errors whose message names the mend reach the caller as that message alone."""
        try:
            return super().invoke(ctx)
        except EmbeddedStoreError as error:
            raise click.ClickException(str(error)) from error
        except (LookupError, ValueError) as error:
            from api.settings import setting_fault  # noqa: PLC0415 - heavy; --help stays quick

            fault = setting_fault(error)
            if fault is None:
                raise
            raise click.UsageError(fault) from error


def _loaded(module_name: str) -> ModuleType:
    """Import without passes of the garbage collector: nearly all that is made stays."""
    was_collecting = gc.isenabled()
    gc.disable()
    try:
        return import_module(module_name)
    finally:
        if was_collecting:
            gc.enable()


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="onelot")
def main() -> None:
    """OneLot: a whole city as one parking lot (全市一个停车场)."""


if __name__ == "__main__":
    main(prog_name="onelot")
