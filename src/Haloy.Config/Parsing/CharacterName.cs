namespace Haloy.Config.Parsing;

/// <summary>Names characters in messages, also those that cannot be seen.</summary>
internal static class CharacterName
{
    public static string Of(char character) =>
        char.IsControl(character) || char.IsWhiteSpace(character) || char.IsSurrogate(character) || character > '\u02FF'
            ? $"the character U+{(int)character:X4}"
            : $"'{character}'";
}
