namespace Haloy.Proxy.Http2.Hpack;

/// <summary>The Huffman code of RFC 7541 appendix B, decoded four bits at a time.</summary>
internal static class Huffman
{
    private const int EndOfString = 256;
    private const int Nibbles = 16;
    private const short NoSymbol = -1;
    private const int MaxPadding = 7;

    // The code is canonical: the lengths of its 257 words say everything.
    private static ReadOnlySpan<byte> Lengths =>
    [
        13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28,
        28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 28,
        6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6,
        5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10,
        13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7,
        7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6,
        15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5,
        6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28,
        20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23,
        24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24,
        22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23,
        21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23,
        26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25,
        19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27, 27,
        20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23,
        26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26,
        30,
    ];

    private static readonly Step[] Steps = Build(out PaddingAllowed);
    private static readonly bool[] PaddingAllowed;

    /// <summary>Decodes a string literal.</summary>
    /// <returns>Bytes written, or -1 when the coding is malformed (RFC 7541 §5.2).</returns>
    public static int Decode(ReadOnlySpan<byte> coded, Span<byte> destination)
    {
        var (node, length) = (0, 0);
        foreach (var next in coded)
        {
            if (!Take(ref node, next >> 4, destination, ref length) || !Take(ref node, next & 15, destination, ref length))
                return -1;
        }

        return PaddingAllowed[node] ? length : -1;
    }

    /// <summary>Bytes that a coded string can become at most: the shortest word has five bits.</summary>
    public static int MaxDecoded(int coded) => (coded * 8 / 5) + 1;

    private static bool Take(ref int node, int nibble, Span<byte> destination, ref int length)
    {
        var step = Steps[(node * Nibbles) + nibble];
        if (step.Next < 0)
            return false;
        if (step.Symbol != NoSymbol)
            destination[length++] = (byte)step.Symbol;
        node = step.Next;
        return true;
    }

    // A binary tree of the words, then for each inner node and each four bits where they lead and what they complete: never two words, the
    // shortest has five bits.
    private static Step[] Build(out bool[] paddingAllowed)
    {
        var tree = new List<int[]> { new int[2] };
        foreach (var (symbol, code, bits) in Words())
            Insert(tree, symbol, code, bits);

        var steps = new Step[tree.Count * Nibbles];
        for (var node = 0; node < tree.Count; node++)
        {
            for (var nibble = 0; nibble < Nibbles; nibble++)
                steps[(node * Nibbles) + nibble] = Walk(tree, node, nibble);
        }

        // Padding is the beginning of the longest word, all ones, and shorter than a byte.
        paddingAllowed = new bool[tree.Count];
        for (var (node, depth) = (0, 0); depth <= MaxPadding; depth++)
        {
            paddingAllowed[node] = true;
            node = tree[node][1];
        }

        return steps;
    }

    private static IEnumerable<(int Symbol, uint Code, int Bits)> Words()
    {
        var lengths = Lengths.ToArray();
        var code = 0u;
        var before = 0;
        foreach (var symbol in Enumerable.Range(0, lengths.Length).OrderBy(s => lengths[s]).ThenBy(s => s))
        {
            code <<= lengths[symbol] - before;
            before = lengths[symbol];
            yield return (symbol, code++, before);
        }
    }

    // Inner nodes are their number; a word's end is the complement of its symbol.
    private static void Insert(List<int[]> tree, int symbol, uint code, int bits)
    {
        var node = 0;
        for (var bit = bits - 1; bit > 0; bit--)
        {
            var branch = (int)(code >> bit) & 1;
            if (tree[node][branch] == 0)
            {
                tree[node][branch] = tree.Count;
                tree.Add(new int[2]);
            }

            node = tree[node][branch];
        }

        tree[node][code & 1] = ~symbol;
    }

    private static Step Walk(List<int[]> tree, int node, int nibble)
    {
        var symbol = NoSymbol;
        for (var bit = 3; bit >= 0; bit--)
        {
            var next = tree[node][(nibble >> bit) & 1];
            if (next == ~EndOfString)
                return new Step(-1, NoSymbol);
            if (next < 0)
                (symbol, next) = ((short)~next, 0);
            node = next;
        }

        return new Step((short)node, symbol);
    }

    private readonly record struct Step(short Next, short Symbol);
}
