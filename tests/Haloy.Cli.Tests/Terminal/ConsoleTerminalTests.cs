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

    private const string Hostile = "a\e]0;title\u0007b\e[2Kc\u009b31md\u202ee\u2066f\u200fg\u061ch\ri\e[31mj\u2028k\u007f";
    private const string Harmless = "a·]0;title·b·[2Kc·31md·e·f·g·h·ij·k·";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Text_of_others_cannot_steer_the_terminal(bool colours)
    {
        var terminal = new ConsoleTerminal(_output, _error, new TerminalOptions { Colour = colours, ErrorColour = colours });
        var table = new Table("NAME");
        table.Add(Hostile + "\nsecond");

        terminal.Plain(Hostile);
        terminal.ForTarget(Hostile).Info(Hostile);
        terminal.Line(Hostile);
        terminal.Section(Hostile, [(Hostile, Hostile)]);
        terminal.Table(table);
        terminal.Error(new Core.Failure(Hostile, Hostile));
        terminal.Plain(terminal.Paint(Colour.Grey, Hostile));

        var all = _output.ToString() + _error;
        var visible = Colour.All.Aggregate(all, (text, colour) => text.Replace(colour.Escape, "", StringComparison.Ordinal));
        Assert.Equal(11, visible.Split(Harmless).Length - 1);
        Assert.Contains($"│ {Harmless}·second │", visible, StringComparison.Ordinal);
        Assert.DoesNotContain(visible, c => c != '\n' && char.IsControl(c) || c is '\u202e' or '\u2066' or '\u200f' or '\u061c' or '\u2028');
        Assert.Equal(colours, all.Contains('\e', StringComparison.Ordinal));
    }

    [Fact]
    public void Progress_stays_on_its_line()
    {
        var terminal = new ConsoleTerminal(_output, _error, new TerminalOptions { Interactive = true });

        using (var progress = terminal.StartProgress("Pushing"))
            progress.Update(Hostile + "\n");

        Assert.Equal($"\r\e[2K● Pushing  {Harmless}·\r\e[2K", _output.ToString());
    }

    [Fact]
    public void Json_keeps_such_characters_as_escapes()
    {
        new ConsoleTerminal(_output, _error, new TerminalOptions { Json = true }).Json("[\"a\u202eb\u007f\"]");

        Assert.Equal("[\"a\\u202eb\\u007f\"]\n", _output.ToString());
        Assert.Equal("a\u202eb\u007f", System.Text.Json.JsonDocument.Parse(_output.ToString()).RootElement[0].GetString());
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
