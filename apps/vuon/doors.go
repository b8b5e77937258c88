package main

import (
	"errors"
	"net"

	"vuon/platform/config"
	"vuon/platform/fault"
	"vuon/platform/web"
)

// doors are the addresses at which a process answers. They are opened before
// anything is done, so that an address that is taken is told at once.
type doors struct {
	web     net.Listener
	metrics net.Listener // nil: no own address
	address string       // that browsers use
}

func openDoors(c config.Config) (d *doors, err error) {
	d = &doors{}
	if d.web, d.address, err = web.Listen(c.Addr); err != nil {
		return nil, faultAddress("--addr", c.Addr, err)
	}
	if c.MetricsAddr != "" && c.MetricsAddr != c.Addr {
		if d.metrics, _, err = web.Listen(c.MetricsAddr); err != nil {
			return nil, errors.Join(faultAddress("--metrics-addr", c.MetricsAddr, err), d.web.Close())
		}
	}
	return d, nil
}

// close closes what no server has closed yet.
func (d *doors) close() {
	if d == nil {
		return
	}
	_ = d.web.Close()
	if d.metrics != nil {
		_ = d.metrics.Close()
	}
}

func faultAddress(flag, address string, err error) error {
	return fault.New(fault.Unavailable, "address_unusable",
		"Không mở được địa chỉ "+address+": có thể chương trình khác đang dùng. Hãy dừng chương trình đó, hoặc chọn địa chỉ khác bằng "+flag+".",
		"The address "+address+" cannot be opened; another program may be using it. Stop that one, or choose another address with "+flag+".").Because(err)
}
