package storage

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"vuon/platform/fault"
)

func TestPiecesBecomeOneFile(t *testing.T) {
	onEveryS3(t, func(t *testing.T, b *bench) {
		var parts []Part
		for i, piece := range []string{"Thư viện ", "tài liệu ", "của huyện"} {
			for range 2 { // the answer to the first was lost
				p, err := b.PutPart(t.Context(), "a", "u1", int64(i*20), strings.NewReader(piece), 100)
				if err != nil {
					t.Fatal(err)
				}
				if len(parts) == i {
					parts = append(parts, p)
				}
			}
		}
		var whole bytes.Buffer
		sum, err := b.CopyParts(t.Context(), &whole, "a", "u1", parts)
		if err != nil || whole.String() != "Thư viện tài liệu của huyện" || len(sum) != 64 {
			t.Errorf("%q, %s, %v", whole.String(), sum, err)
		}
		if _, err := b.CopyParts(t.Context(), &whole, "b", "u1", parts); fault.CodeOf(err) != "object_damaged" {
			t.Errorf("another tenant reads the pieces: %v", err)
		}
		swapped := parts[0]
		swapped.SHA256 = parts[1].SHA256
		if _, err := b.CopyParts(t.Context(), &whole, "a", "u1", []Part{swapped}); fault.CodeOf(err) != "object_damaged" {
			t.Errorf("a piece that is not there: %v", err)
		}
		if err := b.DropParts(t.Context(), "a", "u1"); err != nil {
			t.Fatal(err)
		}
		if n := b.versionsInBucket("a/parts/"); n != 0 {
			t.Errorf("%d pieces are left", n)
		}
		if err := b.DropParts(t.Context(), "a", "u1"); err != nil {
			t.Errorf("dropped again: %v", err)
		}
	})
}

func TestAbandonedPiecesAreSwept(t *testing.T) {
	onEveryS3(t, func(t *testing.T, b *bench) {
		if _, err := b.PutPart(t.Context(), "a", "u1", 0, strings.NewReader("x"), 10); err != nil {
			t.Fatal(err)
		}
		if swept, err := b.Sweep(t.Context(), "a"); err != nil || swept != (Swept{}) {
			t.Errorf("swept at once: %+v, %v", swept, err)
		}
		b.clk.Advance(25 * time.Hour)
		if swept, err := b.Sweep(t.Context(), "a"); err != nil || swept.Removed != 1 {
			t.Errorf("swept after a day: %+v, %v", swept, err)
		}
	})
}

func TestPiecesAreBounded(t *testing.T) {
	b := newBench(t, private.options(t))
	for content, code := range map[string]string{"": "file_empty", strings.Repeat("x", 11): "file_too_large"} {
		if _, err := b.PutPart(t.Context(), "a", "u1", 0, strings.NewReader(content), 10); fault.CodeOf(err) != code {
			t.Errorf("%q: %v, want %s", content, err, code)
		}
	}
	if _, err := b.PutPart(t.Context(), "a", "../u1", 0, strings.NewReader("x"), 10); fault.CodeOf(err) != "object_key_invalid" {
		t.Errorf("a path as the upload: %v", err)
	}
}

func TestAnythingButPrograms(t *testing.T) {
	b := newBench(t, private.options(t))
	put := func(content string) (Object, error) {
		return b.put("a", "x", content, func(o *PutOptions) { o.Types, o.Anything = nil, true })
	}
	for name, content := range map[string]string{
		"exe": "MZ\x90\x00\x03" + strings.Repeat("\x00", 200), "elf": "\x7fELF\x02\x01\x01" + strings.Repeat("\x00", 9) + "\x02\x00" + strings.Repeat("\x00", 60),
		"sh": "#!/bin/sh\nrm -rf /\n", "php": "<?php system($_GET[0]);", "lnk": "L\x00\x00\x00\x01\x14\x02\x00" + strings.Repeat("\x00", 60),
	} {
		if _, err := put(content); fault.CodeOf(err) != "file_is_program" {
			t.Errorf("%s: %v", name, err)
		}
	}
	for want, content := range map[string]string{TypeHTML: "<!DOCTYPE html><script>alert(1)</script>", "image/svg+xml": "<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>", TypeText: "xin chào"} {
		if obj, err := put(content); err != nil || obj.Type != want {
			t.Errorf("%q is kept as %q, %v", content, obj.Type, err)
		}
	}
}
