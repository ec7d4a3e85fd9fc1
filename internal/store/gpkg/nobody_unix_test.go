//go:build unix

package gpkg

import (
	"os"
	"os/exec"
	"syscall"
)

// asNobody runs cmd without the superuser's rights.
func asNobody(cmd *exec.Cmd) {
	const nobody = 65534
	if os.Geteuid() == 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
}
