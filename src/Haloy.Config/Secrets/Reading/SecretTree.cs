using Haloy.Config.Parsing;
using Haloy.Core;

namespace Haloy.Config.Secrets.Reading;

/// <summary>
/// Flattens nested values to dotted keys, <c>database.url</c> or <c>users.0.name</c>. What could stand for two keys is refused: nobody
/// should get another secret than the one that was meant.
/// </summary>
internal sealed class SecretTree
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private Failure? _failure;

    public static Outcome<SecretData> Flatten(ConfigNode root)
    {
        if (root is ScalarNode)
            return new Failure("the output is a single value, not a block of keys");
        var tree = new SecretTree();
        tree.Add(root, "");
        return tree._failure is { } failure ? failure : SecretData.Of(tree._values);
    }

    private void Add(ConfigNode node, string path)
    {
        switch (node)
        {
            case MapNode map:
                foreach (var entry in map.Entries)
                    AddEntry(entry, path);
                break;
            case ListNode list:
                for (var i = 0; i < list.Items.Count; i++)
                    Add(list.Items[i], Join(path, i.ToString(System.Globalization.CultureInfo.InvariantCulture)));
                break;
            case ScalarNode scalar when !_values.TryAdd(path, SecretScalar.Text(scalar)):
                _failure ??= new Failure($"the key '{path}' is there twice");
                break;
        }
    }

    private void AddEntry(MapEntry entry, string path)
    {
        if (entry.Key.Contains('.', StringComparison.Ordinal))
            _failure ??= new Failure($"the key '{Join(path, entry.Key)}' contains a dot, which divides the keys of nested values", "Rename it.");
        else
            Add(entry.Value, Join(path, entry.Key));
    }

    private static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";
}
