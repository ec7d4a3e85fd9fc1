package gpkg

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"reflect"
	"strings"
	"time"
	"unsafe"

	"modernc.org/sqlite"
	zombiezen "zombiezen.com/go/sqlite"
)

// conn is a connection that is used without database/sql: binding a row's values
// through it costs as much as SQLite takes for the row itself, and a load is nothing
// but rows. It is the same SQLite in the same process, through another binding.
//
// One goroutine uses it at a time, inside [conn.use].
type conn struct {
	c    *zombiezen.Conn
	held chan struct{} // full while somebody uses the connection
}

// connect opens the file abs with settings as those of [dsn].
func connect(abs string, settings url.Values) (*conn, error) {
	c, err := zombiezen.OpenConn(dsn(abs, settings), zombiezen.OpenReadWrite|zombiezen.OpenCreate|zombiezen.OpenURI)
	if err != nil {
		return nil, err
	}
	out := &conn{c, make(chan struct{}, 1)}
	if err := out.settle(settings); err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return out, nil
}

// settle makes the functions that SQL calls, and sets what the driver of database/sql reads from the name.
func (c *conn) settle(settings url.Values) error {
	for _, f := range functions {
		impl := &zombiezen.FunctionImpl{NArgs: f.args, Deterministic: true, AllowIndirect: true, Scalar: scalar(f.call)}
		if err := c.c.CreateFunction(f.name, impl); err != nil {
			return fmt.Errorf("register %s: %w", f.name, err)
		}
	}
	for _, p := range settings["_pragma"] {
		if err := c.run(`PRAGMA ` + p); err != nil {
			return err
		}
	}
	if mode := settings.Get("_journal_mode"); mode != "" {
		return c.run(`PRAGMA journal_mode = ` + mode)
	}
	return nil
}

// scalar is a function of ours as this binding calls it.
func scalar(call func([]driver.Value) (driver.Value, error)) func(zombiezen.Context, []zombiezen.Value) (zombiezen.Value, error) {
	return func(_ zombiezen.Context, args []zombiezen.Value) (zombiezen.Value, error) {
		values := make([]driver.Value, len(args))
		for i, a := range args {
			switch a.Type() {
			case zombiezen.TypeInteger:
				values[i] = a.Int64()
			case zombiezen.TypeFloat:
				values[i] = a.Float()
			case zombiezen.TypeText:
				values[i] = a.Text()
			case zombiezen.TypeBlob:
				values[i] = a.Blob()
			}
		}
		switch v, err := call(values); v := v.(type) {
		case float64:
			return zombiezen.FloatValue(v), err
		case bool:
			if v {
				return zombiezen.IntegerValue(1), err
			}
			return zombiezen.IntegerValue(0), err
		default:
			return zombiezen.Value{}, err // NULL
		}
	}
}

// use waits for the connection, at most until the context ends, and calls do with it held.
func (c *conn) use(ctx context.Context, do func() error) error {
	select {
	case c.held <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-c.held }()
	if err := ctx.Err(); err != nil {
		return err
	}
	return do()
}

// close waits for whoever uses the connection, and ends it.
func (c *conn) close() error {
	c.held <- struct{}{}
	return c.c.Close()
}

// run executes the statements of a text one after the other and leaves out the rows they give.
func (c *conn) run(text string) error {
	for {
		text = strings.TrimSpace(text)
		if text == "" {
			return nil
		}
		s, rest, err := c.c.PrepareTransient(text)
		if err != nil {
			return err
		}
		for more := true; more && err == nil; {
			more, err = s.Step()
		}
		if err := errors.Join(err, s.Finalize()); err != nil {
			return err
		}
		text = text[len(text)-rest:]
	}
}

// once executes one statement that is not called often, and hands each of its rows to do.
func (c *conn) once(text string, do func(r *rowOf) error, args ...any) error {
	s, _, err := c.c.PrepareTransient(text)
	if err != nil {
		return err
	}
	return errors.Join((&stmt{s}).each(do, args...), s.Finalize())
}

// first gives the values of the first row of a statement; without a row it is [sql.ErrNoRows].
func (c *conn) first(text string, args []any, into ...any) error {
	found := false
	err := c.once(text, func(r *rowOf) error {
		if found {
			return nil
		}
		found = true
		return r.Scan(into...)
	}, args...)
	if err == nil && !found {
		err = sql.ErrNoRows
	}
	return err
}

// begin begins a transaction that may write; done ends it as the error says.
func (c *conn) begin() error    { return c.run(`BEGIN IMMEDIATE`) }
func (c *conn) commit() error   { return c.run(`COMMIT`) }
func (c *conn) rollback() error { return c.run(`ROLLBACK`) }

// text is a text that nobody needs as a string.
type text []byte

// stmt is a compiled statement.
type stmt struct{ s *zombiezen.Stmt }

// bind gives the statement its values.
func (st *stmt) bind(args []any) error {
	for i, v := range args {
		if err := st.value(i+1, v); err != nil {
			return err
		}
	}
	return nil
}

// value binds one value. Other types than these have no place in the tables.
func (st *stmt) value(n int, v any) error {
	switch v := v.(type) {
	case nil:
		st.s.BindNull(n)
	case string:
		st.s.BindText(n, v)
	case text:
		st.s.BindText(n, unsafe.String(unsafe.SliceData(v), len(v))) // copied before it returns
	case []byte:
		if v == nil {
			st.s.BindNull(n)
		} else {
			st.s.BindBytes(n, v)
		}
	case int64:
		st.s.BindInt64(n, v)
	case int:
		st.s.BindInt64(n, int64(v))
	case float64:
		st.s.BindFloat(n, v)
	case bool:
		st.s.BindBool(n, v)
	case driver.Valuer:
		plain, err := v.Value()
		if err != nil {
			return err
		}
		return st.value(n, plain)
	default:
		return fmt.Errorf("value %d has the type %T, which no column holds", n, v)
	}
	return nil
}

// each executes the statement and hands each of its rows to do, which may be nil.
func (st *stmt) each(do func(r *rowOf) error, args ...any) error {
	if err := st.bind(args); err != nil {
		return err
	}
	for {
		more, err := st.s.Step()
		if err != nil {
			return errors.Join(err, st.s.ClearBindings()) // it is reset by that
		}
		if !more {
			break
		}
		if do == nil {
			continue
		}
		if err := do(&rowOf{st.s}); err != nil {
			return errors.Join(err, st.s.Reset())
		}
	}
	return st.s.Reset()
}

// rowOf is the present row of a statement.
type rowOf struct{ s *zombiezen.Stmt }

// Scan puts the columns where the pointers say: whole numbers, texts, bytes, truth
// values, and what database/sql offers for those that may be NULL.
func (r *rowOf) Scan(into ...any) error {
	for i, p := range into {
		if err := r.column(i, p); err != nil {
			return fmt.Errorf("column %d: %w", i+1, err)
		}
	}
	return nil
}

func (r *rowOf) column(i int, into any) error {
	switch p := into.(type) {
	case *int64:
		*p = r.s.ColumnInt64(i)
	case *int:
		*p = r.s.ColumnInt(i)
	case *string:
		*p = r.s.ColumnText(i)
	case *bool:
		*p = r.s.ColumnBool(i)
	case *[]byte:
		*p = make([]byte, r.s.ColumnLen(i))
		r.s.ColumnBytes(i, *p)
	case *sql.NullTime:
		if r.s.ColumnType(i) == zombiezen.TypeNull {
			*p = sql.NullTime{}
			return nil
		}
		t, err := time.Parse(time.RFC3339Nano, r.s.ColumnText(i))
		*p = sql.NullTime{Time: t, Valid: err == nil}
		return err
	case sql.Scanner:
		return p.Scan(r.value(i))
	default:
		v := reflect.ValueOf(into)
		if v.Kind() != reflect.Pointer || v.Elem().Kind() != reflect.String {
			return fmt.Errorf("nothing is read into a %T", into)
		}
		v.Elem().SetString(r.s.ColumnText(i))
	}
	return nil
}

func (r *rowOf) value(i int) any {
	switch r.s.ColumnType(i) {
	case zombiezen.TypeInteger:
		return r.s.ColumnInt64(i)
	case zombiezen.TypeFloat:
		return r.s.ColumnFloat(i)
	case zombiezen.TypeText:
		return r.s.ColumnText(i)
	case zombiezen.TypeBlob:
		b := make([]byte, r.s.ColumnLen(i))
		r.s.ColumnBytes(i, b)
		return b
	}
	return nil
}

// resultCode gives SQLite's extended result code in an error of either binding, or false.
func resultCode(err error) (int, bool) {
	var e *sqlite.Error
	if errors.As(err, &e) {
		return e.Code(), true
	}
	c := zombiezen.ErrCode(err)
	return int(c), c != zombiezen.ResultOK && c != zombiezen.ResultError
}
