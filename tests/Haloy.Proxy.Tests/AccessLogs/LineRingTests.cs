using System.Buffers;
using System.Text;
using Haloy.Proxy.AccessLogs;

namespace Haloy.Proxy.Tests.AccessLogs;

public sealed class LineRingTests
{
    private readonly LineRing _ring = new();
    private readonly ArrayBufferWriter<byte> _all = new();
    private readonly ArrayBufferWriter<byte> _kept = new();

    [Fact]
    public void Lines_come_out_in_order_and_where_they_belong()
    {
        _ring.Add("one\n"u8, isKept: true);
        _ring.Add("two\n"u8, isKept: false);

        Assert.True(_ring.TryTake(_all, _kept));
        Assert.True(_ring.TryTake(_all, _kept));
        Assert.False(_ring.TryTake(_all, _kept));
        Assert.Equal(("one\ntwo\n", "one\n"), (Text(_all), Text(_kept)));
    }

    [Fact]
    public void Full_ring_loses_what_comes_and_says_how_much()
    {
        var line = new byte[1000];
        for (var i = 0; i < 1000; i++)
            _ring.Add(line, isKept: false);
        var taken = 0;
        while (_ring.TryTake(_all, _kept))
            taken++;

        Assert.InRange(taken, 200, 300);
        Assert.Equal(1000 - taken, _ring.Lost);
        _ring.Add(line, isKept: false);
        Assert.True(_ring.TryTake(_all, _kept));
    }

    [Fact]
    public void Two_threads_lose_nothing_but_what_is_counted()
    {
        const int Lines = 200_000;
        var adding = new Thread(() =>
        {
            for (var i = 0; i < Lines; i++)
                _ring.Add(Encoding.ASCII.GetBytes($"{i}{new string('.', i % 100)}\n"), isKept: true);
        });
        adding.Start();
        var taken = 0;
        var last = -1;
        while (adding.IsAlive || _ring.TryTake(_all, _kept))
        {
            foreach (var line in Text(_kept).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                var number = int.Parse(line.TrimEnd('.'));
                Assert.True(number > last && line.Length == number.ToString().Length + (number % 100));
                (last, taken) = (number, taken + 1);
            }

            _all.ResetWrittenCount();
            _kept.ResetWrittenCount();
            _ring.TryTake(_all, _kept);
        }

        taken += Text(_kept).Count(c => c == '\n');
        Assert.Equal(Lines, taken + _ring.Lost);
    }

    private static string Text(ArrayBufferWriter<byte> writer) => Encoding.ASCII.GetString(writer.WrittenSpan);
}
