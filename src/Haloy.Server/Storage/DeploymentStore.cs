using System.Globalization;
using System.Text.Json;
using Haloy.Contracts.Api;
using Haloy.Server.Deployments;
using Haloy.Server.Deployments.Decisions;
using Microsoft.Data.Sqlite;

namespace Haloy.Server.Storage;

/// <summary>Deployments and apps in SQLite.</summary>
internal sealed class DeploymentStore(Database database, SecretBox secrets) : IDeploymentStore
{
    public StoredDeployments Load() => database.Read(connection => new StoredDeployments(
        Database.Query(connection, "SELECT sequence, id, app_name, phase, phase_since, target, sealed_target, raw_deploy_config, image_ref, reason, accepted_at, rolled_back_from FROM deployments ORDER BY sequence", Map),
        Database.Query(connection, "SELECT name, current_deployment, intent FROM apps", r => (r.GetString(0), new StoredApp(Text(r, 1), Enum.Parse<AppIntent>(r.GetString(2)))))
            .ToDictionary(row => row.Item1, row => row.Item2)));

    public string? AppOf(string id) => database.Read(connection =>
        Database.Query(connection, "SELECT app_name FROM deployments WHERE id = $id", r => r.GetString(0), ("$id", id)).FirstOrDefault());

    public Deployment? Add(Deployment deployment) => database.Write(connection =>
    {
        var inserted = Database.Execute(
            connection,
            """
            INSERT INTO deployments (id, app_name, phase, phase_since, target, sealed_target, raw_deploy_config, image_ref, accepted_at, rolled_back_from)
            VALUES ($id, $app, $phase, $since, $target, $sealed, $history, $image, $accepted, $from) ON CONFLICT (id) DO NOTHING
            """,
            ("$id", deployment.Id),
            ("$app", deployment.App),
            ("$phase", deployment.Phase.ToString()),
            ("$since", Format(deployment.PhaseSince)),
            ("$target", JsonSerializer.Serialize(deployment.WithoutSecrets().Target, ApiJson.Default.TargetConfig)),
            ("$sealed", secrets.Seal(JsonSerializer.SerializeToUtf8Bytes(deployment.Target, ApiJson.Default.TargetConfig))),
            ("$history", deployment.History is null ? null : JsonSerializer.Serialize(deployment.History, ApiJson.Default.DeployConfig)),
            ("$image", deployment.ImageRef),
            ("$accepted", Format(deployment.AcceptedAt)),
            ("$from", deployment.RolledBackFrom));
        if (inserted == 0)
            return null;

        SaveIntent(connection, deployment.App, AppIntent.Run);
        return deployment with { Sequence = Database.Query(connection, "SELECT last_insert_rowid()", r => r.GetInt64(0))[0] };
    });

    public void Change(Deployment deployment) => database.Write(connection =>
    {
        Database.Execute(
            connection,
            """
            UPDATE deployments SET phase = $phase, phase_since = $since, image_ref = $image, reason = $reason,
                sealed_target = CASE WHEN $terminal THEN NULL ELSE sealed_target END
            WHERE id = $id
            """,
            ("$id", deployment.Id),
            ("$phase", deployment.Phase.ToString()),
            ("$since", Format(deployment.PhaseSince)),
            ("$image", deployment.ImageRef),
            ("$reason", deployment.Reason),
            ("$terminal", deployment.IsTerminal));
        return deployment.Phase == DeploymentPhase.Succeeded
            ? Database.Execute(connection, "UPDATE apps SET current_deployment = $id WHERE name = $app", ("$id", deployment.Id), ("$app", deployment.App))
            : 0;
    });

    public void SetIntent(string app, AppIntent intent) => database.Write(connection => SaveIntent(connection, app, intent));

    public void Forget(string app) => database.Write(connection => Database.Execute(connection, "DELETE FROM apps WHERE name = $app", ("$app", app)));

    public IReadOnlyList<string> Prune(string app, int keep) => database.Write(connection => Database.Query(
        connection,
        """
        DELETE FROM deployments
        WHERE app_name = $app AND phase IN ('Succeeded', 'Failed', 'Superseded')
          AND id NOT IN (SELECT id FROM deployments WHERE app_name = $app AND phase = 'Succeeded' ORDER BY sequence DESC LIMIT $keep)
          AND id NOT IN (SELECT id FROM deployments WHERE app_name = $app ORDER BY sequence DESC LIMIT $keep)
          AND id IS NOT (SELECT current_deployment FROM apps WHERE name = $app)
        RETURNING id
        """,
        r => r.GetString(0),
        ("$app", app),
        ("$keep", keep)));

    private static int SaveIntent(SqliteConnection connection, string app, AppIntent intent) => Database.Execute(
        connection,
        "INSERT INTO apps (name, intent) VALUES ($app, $intent) ON CONFLICT (name) DO UPDATE SET intent = $intent",
        ("$app", app),
        ("$intent", intent.ToString()));

    private Deployment Map(SqliteDataReader row)
    {
        var unsealed = row.IsDBNull(6) ? null : secrets.Open((byte[])row.GetValue(6));
        var target = unsealed is null
            ? JsonSerializer.Deserialize(row.GetString(5), ApiJson.Default.TargetConfig)
            : JsonSerializer.Deserialize(unsealed, ApiJson.Default.TargetConfig);
        return new(
            row.GetInt64(0),
            row.GetString(1),
            row.GetString(2),
            Enum.Parse<DeploymentPhase>(row.GetString(3)),
            Time(row, 4),
            target!,
            Text(row, 7) is { } history ? JsonSerializer.Deserialize(history, ApiJson.Default.DeployConfig) : null,
            Text(row, 8),
            Text(row, 9),
            Time(row, 10),
            Text(row, 11))
        {
            SecretsLost = !row.IsDBNull(6) && unsealed is null,
        };
    }

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static DateTimeOffset Time(SqliteDataReader row, int column) => DateTimeOffset.Parse(row.GetString(column), CultureInfo.InvariantCulture);

    private static string Format(DateTimeOffset time) => time.ToString("O", CultureInfo.InvariantCulture);
}
