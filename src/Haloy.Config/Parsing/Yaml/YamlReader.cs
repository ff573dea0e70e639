using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Haloy.Config.Parsing.Yaml;

/// <summary>Reads YAML events into nodes: one document, anchors and merge keys resolved, nesting and expansion bounded.</summary>
internal sealed class YamlReader
{
    private const int MaxDepth = 64;

    // Aliases of aliases can stand for billions of nodes; a real file stays far below this.
    private const long MaxSize = 250_000;

    private readonly Parser _parser;
    private readonly Dictionary<string, ConfigNode> _anchors = new(StringComparer.Ordinal);
    private long _expanded;

    private YamlReader(string text) => _parser = new Parser(new StringReader(text));

    /// <summary>The document's root.</summary>
    public static ConfigNode Read(SourceText source)
    {
        var reader = new YamlReader(source.Text);
        try
        {
            return reader.ReadDocument();
        }
        catch (YamlException exception)
        {
            throw Advised(source, Place(exception.Start), YamlMessage.Of(exception));
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or FormatException or OverflowException)
        {
            // The parser's scanner gives up like this on some malformed input (found by mutation); the last event is the nearest known place.
            throw Advised(source, Place(reader._parser.Current?.End ?? Mark.Empty), "it cannot be read from here on");
        }
    }

    private static SyntaxException Advised(SourceText source, TextPlace place, string message)
    {
        var advice = YamlHints.For(source.Lines, place.Line);
        return new SyntaxException(advice is null || advice.Line == place.Line ? place : new TextPlace(advice.Line, advice.Column), $"this is not valid YAML: {message}", advice?.Hint);
    }

    private static SyntaxException Error(Mark mark, string message, string? hint = null) => new(Place(mark), message, hint);

    private static TextPlace Place(Mark mark) => new((int)mark.Line, (int)mark.Column);

    private ConfigNode ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _))
            return new ScalarNode("", ScalarKind.Null, quoted: false, new TextPlace(1, 1));
        _parser.Consume<DocumentStart>();
        var root = ReadNode(0);
        _parser.Consume<DocumentEnd>();
        if (_parser.TryConsume<DocumentStart>(out var second))
            throw Error(second.Start, "a second document starts here, but a deploy file is one document", "Remove the '---' line.");
        return root;
    }

    private ConfigNode ReadNode(int depth)
    {
        if (_parser.TryConsume<AnchorAlias>(out var alias))
            return Expand(alias);
        var start = _parser.Current!.Start;
        if (depth > MaxDepth)
            throw Error(start, $"blocks are nested deeper than {MaxDepth} levels");
        var anchor = _parser.Current is NodeEvent { Anchor.IsEmpty: false } node ? node.Anchor.Value : null;
        ConfigNode result = _parser.Current switch
        {
            MappingStart => ReadMap(depth),
            SequenceStart => ReadList(depth),
            _ => ReadScalar(),
        };
        // Registered only now: an alias inside its own anchor is unknown, so no tree contains itself.
        if (anchor is not null)
            _anchors[anchor] = result;
        return result;
    }

    private ConfigNode Expand(AnchorAlias alias)
    {
        if (!_anchors.TryGetValue(alias.Value.Value, out var target))
            throw Error(alias.Start, $"nothing is named '&{alias.Value.Value}' before this");
        _expanded += target.Size;
        return _expanded <= MaxSize
            ? target
            : throw Error(alias.Start, "the aliases of this file stand for too many values", "Use fewer '*' references.");
    }

    private ScalarNode ReadScalar()
    {
        var scalar = _parser.Consume<Scalar>();
        return YamlScalar.Read(scalar)
            ?? throw Error(scalar.Start, $"the tag '{scalar.Tag.Value}' is not supported", "Remove the tag.");
    }

    private ListNode ReadList(int depth)
    {
        var start = _parser.Consume<SequenceStart>().Start;
        var items = new List<ConfigNode>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
            items.Add(ReadNode(depth + 1));
        return new ListNode(items, Place(start));
    }

    private MapNode ReadMap(int depth)
    {
        var start = _parser.Consume<MappingStart>().Start;
        var entries = new List<MapEntry>();
        var merged = new List<MapNode>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            if (ReadNode(depth + 1) is not ScalarNode key)
                throw Error(start, "a key of this block is itself a block or a list", "Keys are plain words.");
            var value = ReadNode(depth + 1);
            if (key is { Text: "<<", Quoted: false })
                merged.AddRange(YamlMerge.Sources(key, value));
            else
                entries.Add(new MapEntry(key.Text, key.Place, value));
        }

        return new MapNode(YamlMerge.Apply(entries, merged), Place(start));
    }
}
