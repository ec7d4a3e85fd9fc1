//go:build !unix

package gpkg

import "os/exec"

// asNobody does nothing where there is no superuser.
func asNobody(*exec.Cmd) {}
