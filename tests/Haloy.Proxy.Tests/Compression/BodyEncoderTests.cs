using Haloy.Proxy.Compression;
using Haloy.Proxy.Native;
using Haloy.Proxy.Tests.Properties;
using Haloy.Proxy.Tests.Support;

namespace Haloy.Proxy.Tests.Compression;

public sealed class BodyEncoderTests
{
    private static readonly ContentCoding[] All = [ContentCoding.Gzip, ContentCoding.Brotli, ContentCoding.Zstd];

    [Fact]
    public void Machine_of_these_tests_has_zstd() => Assert.True(Zstd.IsAvailable);

    [Fact]
    public async Task Content_is_the_same_behind_every_coding_however_it_is_cut()
    {
        var memory = new EncoderMemory(long.MaxValue);
        var compressor = new Compressor(memory, hasZstd: true);
        await Trials.RunAsync(20, chance => Content(chance, chance.Next(50) == 0 ? 400_000 : 3000), (content, chance) =>
        {
            var coding = All[chance.Next(All.Length)];
            using var encoder = compressor.TryOpen(coding, chance.Next(2) == 0 ? content.Length : null)!;
            using var encoded = new MemoryStream();
            var at = 0;
            foreach (var piece in Mutations.Split(content.Length, chance))
            {
                Step(encoder, content.AsSpan(at, piece), EncoderStep.Go, encoded, chance);
                at += piece;
                if (chance.Next(3) == 0)
                    Step(encoder, default, EncoderStep.Flush, encoded, chance);
            }

            Step(encoder, default, EncoderStep.End, encoded, chance);
            Assert.Equal(content, Codings.Decode(Name(coding), encoded.ToArray()));
            return Task.CompletedTask;
        });
        Assert.Equal(0, memory.Taken);
    }

    [Theory]
    [InlineData("zstd")]
    [InlineData("br")]
    [InlineData("gzip")]
    public void What_was_flushed_can_be_decoded_before_the_end(string name)
    {
        var chance = new Random(1);
        using var encoder = new Compressor(new EncoderMemory(long.MaxValue), hasZstd: true).TryOpen(Coding(name), null)!;
        using var encoded = new MemoryStream();
        using var all = new MemoryStream();
        for (var size = 1; size < 300_000; size *= 7)
        {
            var content = Codings.Text(size, chance);
            all.Write(content);
            Step(encoder, content, EncoderStep.Go, encoded, chance);
            Step(encoder, default, EncoderStep.Flush, encoded, chance);
            // A second time there is nothing to flush.
            var flushed = encoded.Length;
            Step(encoder, default, EncoderStep.Flush, encoded, chance);
            Assert.Equal(flushed, encoded.Length);
        }

        encoded.Position = 0;
        using var reader = Codings.Reader(name, encoded);
        var decoded = new byte[all.Length];
        reader.ReadExactly(decoded);
        Assert.Equal(all.ToArray(), decoded);
    }

    [Fact]
    public void Encoder_left_in_the_middle_gives_its_memory_back_once()
    {
        var memory = new EncoderMemory(long.MaxValue);
        var compressor = new Compressor(memory, hasZstd: true);
        foreach (var coding in All)
        {
            for (var i = 0; i < 100; i++)
            {
                var encoder = compressor.TryOpen(coding, 1_000_000)!;
                Step(encoder, Codings.Text(1 + (i * 100), new Random(i)), i % 2 == 0 ? EncoderStep.Go : EncoderStep.Flush, new MemoryStream(), new Random(i));
                encoder.Dispose();
                encoder.Dispose();
            }
        }

        Assert.Equal(0, memory.Taken);
    }

    [Fact]
    public void Where_no_memory_is_left_there_is_no_encoder()
    {
        var compressor = new Compressor(new EncoderMemory(BrotliBodyEncoder.Memory), hasZstd: true);
        var first = compressor.TryOpen(ContentCoding.Brotli, null);

        Assert.NotNull(first);
        Assert.All(All, coding => Assert.Null(compressor.TryOpen(coding, null)));
        first.Dispose();
        Assert.All(All, coding => compressor.TryOpen(coding, null)!.Dispose());
    }

    private static byte[] Content(Random chance, int most)
    {
        var content = Codings.Text(chance.Next(most), chance);
        if (chance.Next(3) == 0)
            chance.NextBytes(content);
        return content;
    }

    private static void Step(BodyEncoder encoder, ReadOnlySpan<byte> content, EncoderStep step, MemoryStream encoded, Random chance)
    {
        var room = new byte[1 + chance.Next(chance.Next(2) == 0 ? 16 : 40_000)];
        var isDone = false;
        while (!isDone)
            encoded.Write(room, 0, encoder.Encode(ref content, room, step, out isDone));
        Assert.True(content.IsEmpty);
    }

    private static ContentCoding Coding(string name) => All.Single(c => Name(c) == name);

    private static string Name(ContentCoding coding) => coding switch { ContentCoding.Zstd => "zstd", ContentCoding.Brotli => "br", _ => "gzip" };
}
