package receiver

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"sync"

	"github.com/lightningnetwork/lnd/channeldb"
	"github.com/lightningnetwork/lnd/clock"
	"github.com/lightningnetwork/lnd/invoices"
	"github.com/lightningnetwork/lnd/kvdb"
	"github.com/lightningnetwork/lnd/sqldb"
)

// A Store opens an empty database of invoices. What it returns last closes and
// deletes that.
type Store func(clock.Clock) (invoices.InvoiceDB, func() error, error)

// memory is where files are kept in memory, on systems that have it. LND waits
// for its files to be on disk each time it writes.
const memory = "/dev/shm"

// temporary makes a directory, and returns what deletes it.
func temporary() (string, func() error, error) {
	directory, err := os.MkdirTemp(memory, "ampwire-lnd-")
	if err != nil {
		directory, err = os.MkdirTemp("", "ampwire-lnd-")
	}
	return directory, func() error { return os.RemoveAll(directory) }, err
}

// KeyValue is LND's database of keys and values, in bbolt.
func KeyValue(clock clock.Clock) (invoices.InvoiceDB, func() error, error) {
	directory, remove, err := temporary()
	if err != nil {
		return nil, nil, err
	}
	backend, err := kvdb.GetBoltBackend(&kvdb.BoltBackendConfig{
		DBPath:         directory,
		DBFileName:     "channel.db",
		NoFreelistSync: true,
		DBTimeout:      kvdb.DefaultDBTimeout,
	})
	if err != nil {
		return nil, nil, errors.Join(err, remove())
	}
	db, err := channeldb.CreateWithBackend(
		backend, channeldb.OptionClock(clock),
	)
	if err != nil {
		return nil, nil, errors.Join(err, backend.Close(), remove())
	}
	return db, func() error {
		return errors.Join(db.Close(), remove())
	}, nil
}

// SQLite is LND's database of invoices in SQL.
func SQLite(clock clock.Clock) (invoices.InvoiceDB, func() error, error) {
	migrated, err := migratedSQLite()
	if err != nil {
		return nil, nil, err
	}
	directory, remove, err := temporary()
	if err != nil {
		return nil, nil, err
	}
	path := filepath.Join(directory, sqliteName)
	if err := os.WriteFile(path, migrated, 0o600); err != nil {
		return nil, nil, errors.Join(err, remove())
	}
	store, err := sqldb.NewSqliteStore(
		&sqldb.SqliteConfig{SkipMigrations: true}, path,
	)
	if err != nil {
		return nil, nil, errors.Join(err, remove())
	}
	executor := sqldb.NewTransactionExecutor(
		store.BaseDB, func(tx *sql.Tx) invoices.SQLInvoiceQueries {
			return store.WithTx(tx)
		},
	)
	return invoices.NewSQLStore(executor, clock), func() error {
		return errors.Join(store.Close(), remove())
	}, nil
}

const sqliteName = "lnd.sqlite"

// migratedSQLite is the file of an empty database with all tables. LND's
// migrations take longer than a scenario, and always come to the same.
var migratedSQLite = sync.OnceValues(func() (content []byte, err error) {
	directory, remove, err := temporary()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, remove()) }()

	path := filepath.Join(directory, sqliteName)
	store, err := sqldb.NewSqliteStore(&sqldb.SqliteConfig{}, path)
	if err != nil {
		return nil, err
	}
	err = store.ApplyAllMigrations(
		context.Background(), sqldb.GetMigrations(),
	)
	// What is still in the log goes into the file when it is closed.
	if err := errors.Join(err, store.Close()); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})
