using Haloy.Cli.Hosting;
using Haloy.Core;

// Scripts ask for the version often; they pay for nothing else.
if (args is ["version"] or ["--version"])
{
    using var output = Console.OpenStandardOutput();
    output.Write(System.Text.Encoding.UTF8.GetBytes(BuildVersion.Current + "\n"));
    return ExitCode.Success;
}

using var interruption = new Interruption();
return await Application.RunAsync(args, CliContext.OfProcess(), interruption.Token);
