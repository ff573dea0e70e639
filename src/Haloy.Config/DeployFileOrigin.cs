using Haloy.Config.Binding;
using Haloy.Config.Parsing;

namespace Haloy.Config;

/// <summary>Where a deploy file's keys are written, and how.</summary>
/// <param name="Source">Its text.</param>
/// <param name="Places">The place of each key.</param>
/// <param name="Naming">How it spells keys.</param>
/// <param name="Unread">Canonical paths of the keys that could not be read; empty once a file is out of the loader.</param>
internal sealed record DeployFileOrigin(SourceText Source, PlaceMap Places, KeyNaming Naming, IReadOnlySet<string> Unread);
