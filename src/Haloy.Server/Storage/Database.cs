using Microsoft.Data.Sqlite;

namespace Haloy.Server.Storage;

/// <summary>The daemon's SQLite file. One connection under a lock: writes are few and small, and a second writer would only wait for the first.</summary>
internal sealed class Database : IDisposable
{
    // SQLite's result codes (sqlite.org/rescode.html).
    private const int Corrupt = 11;
    private const int NotADatabase = 26;

    private readonly Lock _lock = new();
    private readonly SqliteConnection _connection;

    private Database(SqliteConnection connection) => _connection = connection;

    /// <summary>Opens the file, creating or migrating it.</summary>
    /// <exception cref="StartupException">The file cannot be opened, or was written by a newer haloyd.</exception>
    public static Database Open(string path)
    {
        SqliteLibrary.Load();
        Directory.CreateDirectory(Path.GetDirectoryName(path)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        try
        {
            var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 5 }.ToString());
            connection.Open();
            File.SetUnixFileMode(path, Core.AtomicFile.OwnerOnly);
            Execute(connection, "PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=5000;");
            Migrator.Run(connection, path);
            // The first write takes the lock for good: two daemons on one state would undo each other's work.
            Execute(connection, "BEGIN IMMEDIATE; COMMIT;");
            return new Database(connection);
        }
        catch (SqliteException e)
        {
            throw new StartupException($"The database {path} cannot be opened: {e.Message}", e.SqliteErrorCode is Corrupt or NotADatabase
                ? "Restore it from a backup, or move it away: routes are rebuilt from the containers' labels, the history is lost."
                : "Check that the data directory is writable and that no other haloyd uses it.");
        }
    }

    /// <summary>Runs <paramref name="work"/> in one transaction.</summary>
    public T Write<T>(Func<SqliteConnection, T> work)
    {
        lock (_lock)
        {
            using var transaction = _connection.BeginTransaction();
            var result = work(_connection);
            transaction.Commit();
            return result;
        }
    }

    /// <summary>Runs a reading <paramref name="work"/>.</summary>
    public T Read<T>(Func<SqliteConnection, T> work)
    {
        lock (_lock)
            return work(_connection);
    }

    /// <summary>Runs one statement.</summary>
    public static int Execute(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = Command(connection, sql, parameters);
        return command.ExecuteNonQuery();
    }

    /// <summary>Runs one query and maps its rows.</summary>
    public static List<T> Query<T>(SqliteConnection connection, string sql, Func<SqliteDataReader, T> map, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = Command(connection, sql, parameters);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(map(reader));
        return rows;
    }

    public void Dispose() => _connection.Dispose();

    // The text is always a constant of this assembly; values travel as parameters.
#pragma warning disable CA2100
    private static SqliteCommand Command(SqliteConnection connection, string sql, ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        // CreateCommand joins the transaction that is open on the connection.
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        return command;
    }
#pragma warning restore CA2100
}
