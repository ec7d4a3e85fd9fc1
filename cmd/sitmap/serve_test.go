package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// certificate makes a certificate for this computer: its files, and a pool that trusts it.
func certificate(t *testing.T, dir string) (cert, key string, trusted *x509.CertPool) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	like := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "sitmap test"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, BasicConstraintsValid: true, IsCA: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, like, like, private.Public(), private)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	write := func(name, kind string, b []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: b}), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	made, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	trusted = x509.NewCertPool()
	trusted.AddCert(made)
	return write("cert.pem", "CERTIFICATE", der), write("key.pem", "PRIVATE KEY", secret), trusted
}

// serving runs the command with these arguments until the test ends and gives the address it listens on.
func serving(t *testing.T, args ...string) string {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	r, w := io.Pipe()
	var messages bytes.Buffer
	ended := make(chan int, 1)
	go func() {
		ended <- run(ctx, append([]string{"serve", "--addr", "127.0.0.1:0"}, args...), streams{strings.NewReader(""), w, &messages})
		_ = w.Close()
	}()
	t.Cleanup(func() {
		stop()
		if code := <-ended; code != exitDone {
			t.Errorf("exit status %d: %s", code, messages.String())
		}
	})
	line, err := bufio.NewReader(r).ReadString('\n')
	address, ok := strings.CutPrefix(strings.TrimSpace(line), "listening on ")
	if err != nil || !ok {
		ended <- <-ended
		t.Fatalf("first line %q, %v, messages %s", line, err, messages.String())
	}
	return address
}

// TestServeTLS asks over HTTP/2 with a client that trusts the test's own certificate.
func TestServeTLS(t *testing.T) {
	dir := t.TempDir()
	cert, key, trusted := certificate(t, dir)
	address := serving(t, "--db", filepath.Join(dir, "e.gpkg"), "--tls-cert", cert, "--tls-key", key)
	if !strings.HasPrefix(address, "https://127.0.0.1:") {
		t.Fatalf("address %s", address)
	}
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: trusted}, ForceAttemptHTTP2: true, DisableCompression: true}
	defer transport.CloseIdleConnections()
	client := &http.Client{Transport: transport, Timeout: 20 * time.Second}
	ask := func(method, path string, header ...string) *http.Response {
		t.Helper()
		r, err := http.NewRequest(method, address+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i+1 < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		resp, err := client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = resp.Body.Close() })
		if resp.ProtoMajor != 2 || resp.TLS == nil || resp.TLS.Version < tls.VersionTLS12 {
			t.Errorf("%s %s: %s", method, path, resp.Proto)
		}
		return resp
	}
	const land = "/basemap/0/0/0.mvt"
	for range 2 { // made, then kept
		resp := ask("GET", land, "Accept-Encoding", "gzip")
		b, err := io.ReadAll(resp.Body)
		if err != nil || resp.StatusCode != 200 || len(b) == 0 || resp.ContentLength != int64(len(b)) || resp.Header.Get("Content-Encoding") != "gzip" {
			t.Errorf("%s: %d, %d bytes of %d, %v", land, resp.StatusCode, len(b), resp.ContentLength, err)
		}
		if again := ask("GET", land, "If-None-Match", resp.Header.Get("ETag")); again.StatusCode != 304 {
			t.Errorf("the same again: %d", again.StatusCode)
		}
	}
	if resp := ask("HEAD", land); resp.StatusCode != 200 || resp.ContentLength <= 0 {
		t.Errorf("HEAD: %d, %d bytes", resp.StatusCode, resp.ContentLength)
	}
	if b, _ := io.ReadAll(ask("GET", "/tiles/events.json").Body); !strings.Contains(string(b), address+"/tiles/events/{z}/{x}/{y}.mvt") {
		t.Errorf("the TileJSON does not name its tiles by https: %s", b)
	}
	stream := bufio.NewScanner(ask("GET", "/api/stream").Body)
	if !stream.Scan() || !strings.HasPrefix(stream.Text(), "retry:") {
		t.Errorf("the stream begins with %q", stream.Text())
	}
	if resp, err := http.Get("http" + strings.TrimPrefix(address, "https") + "/healthz"); err == nil && resp.StatusCode == 200 {
		t.Error("plain HTTP is answered as well")
	}
}

// TestServeRefusesBadCertificates: before the database is made.
func TestServeRefusesBadCertificates(t *testing.T) {
	dir := t.TempDir()
	cert, key, _ := certificate(t, dir)
	other := filepath.Join(dir, "other")
	if err := os.Mkdir(other, 0o700); err != nil {
		t.Fatal(err)
	}
	_, stranger, _ := certificate(t, other)
	for _, c := range [][3]string{{cert, "", "--tls-key"}, {"", key, "--tls-cert"}, {cert, stranger, "private key does not match"}, {key, key, "key.pem"}, {filepath.Join(dir, "none.pem"), key, "none.pem"}} {
		args := []string{"serve", "--addr", "127.0.0.1:0", "--db", filepath.Join(dir, "never.gpkg")}
		if c[0] != "" {
			args = append(args, "--tls-cert", c[0])
		}
		if c[1] != "" {
			args = append(args, "--tls-key", c[1])
		}
		var out, messages bytes.Buffer
		if code := run(context.Background(), args, streams{strings.NewReader(""), &out, &messages}); code != exitUsage || !strings.Contains(messages.String(), c[2]) || !strings.Contains(messages.String(), "hint:") {
			t.Errorf("%v: exit status %d, %s", c, code, messages.String())
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "never.gpkg")); err == nil {
		t.Error("a database was made")
	}
}
