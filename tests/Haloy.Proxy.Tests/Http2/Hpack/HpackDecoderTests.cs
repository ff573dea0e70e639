using Haloy.Proxy.Http2;
using Haloy.Proxy.Http2.Hpack;

namespace Haloy.Proxy.Tests.Http2.Hpack;

public sealed class HpackDecoderTests
{
    [Theory]
    [InlineData("80")] // index 0
    [InlineData("be")] // first entry of an empty table
    [InlineData("ff00")] // index 127
    [InlineData("ff")] // index that is not complete
    [InlineData("ff80")]
    [InlineData("ff8080808001")] // index of five bytes
    [InlineData("ffffffffff0f")] // index beyond 32 bits
    [InlineData("40")] // name is missing
    [InlineData("4001")] // name is cut
    [InlineData("400161")] // value is missing
    [InlineData("40016105")] // value is cut
    [InlineData("4001617f81ff7f")] // value of two million bytes
    [InlineData("7f80")] // name by an index that is not complete
    [InlineData("7e0161")] // name by an index that is none
    [InlineData("3fe21f")] // table of 4097 bytes
    [InlineData("3fffffffff0f")] // table beyond 32 bits
    [InlineData("8220")] // table size behind a field
    [InlineData("40810061")] // Huffman: five bits of a letter and three of padding that are zeros
    [InlineData("4081ff0161")] // Huffman: a byte of padding
    [InlineData("4084ffffffff0161")] // Huffman: the end of the string itself
    [InlineData("4085ffffffffff0161")]
    public void Malformed_block_is_refused(string hex)
    {
        var problem = Assert.Throws<Http2Exception>(() => HpackExamplesTests.Read(new HpackDecoder(), hex));

        Assert.Equal(ErrorCode.Compression, problem.Code);
    }

    [Fact]
    public void Field_larger_than_the_table_empties_it()
    {
        var decoder = new HpackDecoder();
        HpackExamplesTests.Read(decoder, "4001610162");
        Assert.Equal(["a: b"], HpackExamplesTests.Read(decoder, "be"));

        // A value of 4128 bytes.
        HpackExamplesTests.Read(decoder, "4001617fa11f" + string.Concat(Enumerable.Repeat("62", 4128)));

        Assert.Throws<Http2Exception>(() => HpackExamplesTests.Read(decoder, "be"));
    }

    [Fact]
    public void Name_of_an_entry_that_its_own_field_evicts_stays_what_it_was()
    {
        var decoder = new HpackDecoder();
        HpackExamplesTests.Read(decoder, "3f61" + "40036b65790176"); // a table of 128 bytes with "key: v"

        var fields = HpackExamplesTests.Read(decoder, "7e50" + string.Concat(Enumerable.Repeat("77", 80)) + "be");

        Assert.Equal(2, fields.Count);
        Assert.All(fields, f => Assert.Equal("key: " + new string('w', 80), f));
    }

    [Fact]
    public void Table_of_no_size_holds_nothing_and_may_grow_again()
    {
        var decoder = new HpackDecoder();
        HpackExamplesTests.Read(decoder, "4001610162");

        Assert.Throws<Http2Exception>(() => HpackExamplesTests.Read(decoder, "20be"));
        Assert.Equal(["a: b", "a: b"], HpackExamplesTests.Read(decoder, "203fe11f" + "4001610162" + "be"));
    }
}
