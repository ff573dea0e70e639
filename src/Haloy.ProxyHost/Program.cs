using Haloy.ProxyHost;

return await CommandLine.RunAsync(args, Environment.GetEnvironmentVariable, Console.Out, Console.Error);
