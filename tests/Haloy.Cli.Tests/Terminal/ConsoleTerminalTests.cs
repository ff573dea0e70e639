using Haloy.Cli.Terminal;

namespace Haloy.Cli.Tests.Terminal;

public sealed class ConsoleTerminalTests : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    [Fact]
    public void Plain_output_has_symbols_and_no_escapes()
    {
        WriteEverything(new ConsoleTerminal(_output, _error, new TerminalOptions()));

        Assert.Equal("""
            ● Building hello
              Step 1/2
            ● prod Ready
              second line
            ● Live
            App
            ───
              State   running
              Server  one
            ┌──────┬──────┐
            │ NAME │  ID  │
            ├──────┼──────┤
            │ a    │ long │
            └──────┴──────┘

            """, _output.ToString());
        Assert.Equal("⚠ Careful\n✖ Broken\n  Mend it\n", _error.ToString());
    }

    [Fact]
    public void Terminal_output_is_coloured_and_progress_is_redrawn_around_messages()
    {
        var terminal = new ConsoleTerminal(_output, _error, new TerminalOptions { Colour = true, Interactive = true, Width = 20 });

        using (var progress = terminal.StartProgress("Uploading"))
        {
            progress.Update("1.0 MB of very many");
            terminal.Info("Meanwhile");
        }

        terminal.Success("Done");

        const string Blue = "\e[38;2;59;130;246m●\e[0m";
        const string Line = $"\r\e[2K{Blue} Uploading  1.0 MB";
        Assert.Equal(
            $"{Line}\r\e[2K{Blue} Meanwhile\n{Line}\r\e[2K\e[38;2;16;185;129m●\e[0m \e[1mDone\e[0m\n",
            _output.ToString());
    }

    [Fact]
    public void Json_has_stdout_for_itself()
    {
        var terminal = new ConsoleTerminal(_output, _error, new TerminalOptions { Json = true });

        terminal.Info("text");
        terminal.Json("{}");

        Assert.Equal(("{}\n", "● text\n"), (_output.ToString(), _error.ToString()));
    }

    private static void WriteEverything(ConsoleTerminal terminal)
    {
        terminal.Info("Building hello");
        terminal.Plain("Step 1/2");
        using (var progress = terminal.StartProgress("Uploading"))
            progress.Update("50 %");
        terminal.ForTarget("prod").Info("Ready\n\nsecond line");
        terminal.Success("Live");
        terminal.Warn("Careful");
        terminal.Error(new Core.Failure("Broken", "Mend it"));
        terminal.Section("App", [("State", "running"), ("Server", "one")]);
        var table = new Table("NAME", "ID");
        table.Add("a", "long");
        terminal.Table(table);
    }
}
