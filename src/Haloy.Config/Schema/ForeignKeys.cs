using System.Collections.Frozen;
using Haloy.Config.Binding;

namespace Haloy.Config.Schema;

/// <summary>Keys that other tools have: Compose, Kamal, Dokku, Fly and their likes.</summary>
internal static class ForeignKeys
{
    /// <summary>By the key, in small letters.</summary>
    public static readonly FrozenDictionary<string, ForeignKey> All = new Dictionary<string, ForeignKey>(StringComparer.Ordinal)
    {
        ["environment"] = new("env", "Here it is 'env', a list: '- name: NAME' with 'value:' below it."),
        ["env_file"] = new(null, "Leave it out: .env beside the deploy file is read by itself; name what the app gets in 'env', as 'from: {env: NAME}'."),
        ["secrets"] = new(null, "Name each in 'env', as 'from: {secret: \"provider:source:key\"}', with its source in 'secret_providers'."),
        ["ports"] = new("port", "Write 'port: 8080', the port that the app listens on; the proxy leads to it, none is published."),
        ["expose"] = new("port", "Write 'port: 8080', the port that the app listens on."),
        ["hostname"] = new("domains", "Write 'domains:' with '- domain: example.com' below it."),
        ["host"] = new("domains", "Write 'domains:' with '- domain: example.com' below it; the server to deploy to is 'server'."),
        ["hosts"] = new("domains", "Write 'domains:' with '- domain: example.com' below it; the server to deploy to is 'server'."),
        ["proxy"] = new("domains", "Write 'domains:' with '- domain: example.com' below it."),
        ["ssl"] = new("tls", "Leave it out: domains get certificates by themselves; 'tls' changes that."),
        ["build"] = new("image", "Write 'image: {build_config: {context: .}}'."),
        ["builder"] = new("image", "Write it in 'image', as 'image: {builder: {context: .}}'."),
        ["dockerfile"] = new("image", "Write 'image: {build_config: {dockerfile: Dockerfile}}'."),
        ["registry"] = new("image", "Write it in 'image', as 'image: {repository: …, registry: {username: …, password: …}}'."),
        ["healthcheck"] = new("health_check", "Write 'health_check_path: /health', or a block 'health_check'."),
        ["service"] = new("name", "The name of the app is 'name'."),
        ["app"] = new("name", "The name of the app is 'name'."),
        ["container_name"] = new("name", "Containers are named after the app; 'naming_strategy: static' makes that its name alone."),
        ["services"] = new("targets", "Write each as an entry of 'targets'."),
        ["servers"] = new("server", "Write 'server: host', or one entry of 'targets' for each server."),
        ["strategy"] = new("deployment_strategy", "Did you mean 'deployment_strategy'?"),
        ["deploy"] = new(null, "'replicas', 'resources' and 'deployment_strategy' stand in the target itself."),
        ["scale"] = new("replicas", "Write 'replicas: 2'."),
        ["memory"] = new("resources", "Write 'resources: {memory: 512m}'."),
        ["mem_limit"] = new("resources", "Write 'resources: {memory: 512m}'."),
        ["cpus"] = new("resources", "Write 'resources: {cpus: 0.5}'."),
        ["cpu"] = new("resources", "Write 'resources: {cpus: 0.5}'."),
        ["logging"] = new("log", "Here it is 'log', with 'driver' and 'options'."),
        ["networks"] = new("network", "An app joins one network: 'network: NAME'."),
        ["restart"] = new(null, "Leave it out: haloy starts containers again by itself."),
        ["labels"] = new(null, "Leave it out: haloy sets the labels; what they would say to a proxy is in 'domains', 'routes' and 'tls'."),
        ["depends_on"] = new(null, "Leave it out: deploy what an app needs as a target of its own, before it."),
        ["hooks"] = new("pre_deploy", "Here they are 'pre_deploy', 'post_deploy' and 'release_command'."),
        ["cron"] = new("schedules", "Here they are 'schedules': 'name', 'cron' and 'command' each."),
        ["stop_grace_period"] = new("stop_timeout", "Here it is 'stop_timeout'."),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Advice about a key of a target or of the whole file, or <see langword="null"/> when no tool is known to have it.</summary>
    public static ForeignKey? Find(string key) => All.GetValueOrDefault(key.ToLowerInvariant());
}
