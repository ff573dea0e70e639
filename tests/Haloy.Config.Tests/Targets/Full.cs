using System.Reflection;
using Haloy.Contracts.Api;

namespace Haloy.Config.Tests.Targets;

/// <summary>A target in which everything that can be set is set, and every value source is a reference. Made from the types, so it grows with them.</summary>
internal static class Full
{
    public static TargetConfig Target() => (TargetConfig)Of(typeof(TargetConfig))!;

    private static object? Of(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
            return Of(inner);
        if (type == typeof(string))
            return "text";
        if (type.IsPrimitive || type == typeof(decimal))
            return type == typeof(bool) ? true : Convert.ChangeType(1, type);
        if (type == typeof(ValueReference))
            return new ValueReference { Secret = "sops:app:key" };
        return type.IsGenericType ? Many(type) : Record(type);
    }

    private static object Many(Type type)
    {
        var arguments = type.GetGenericArguments();
        if (arguments.Length == 1)
        {
            var list = Array.CreateInstance(arguments[0], 1);
            list.SetValue(Of(arguments[0]), 0);
            return list;
        }

        var map = (System.Collections.IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(arguments))!;
        map.Add("text", Of(arguments[1]));
        return map;
    }

    private static object Record(Type type)
    {
        var made = Activator.CreateInstance(type) ?? throw new InvalidOperationException($"{type} cannot be made");
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite))
        {
            // A source is a value or a reference, not both.
            if (!(typeof(ValueSource).IsAssignableFrom(type) && property.Name == nameof(ValueSource.Value)))
                property.SetValue(made, Of(property.PropertyType));
        }

        return made;
    }
}
