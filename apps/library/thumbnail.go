package library

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	_ "image/png" // decodes
	"io"
)

const (
	maxPixels = 50_000_000 // of a picture that is opened: four bytes each
	thumbSide = 360        // pixels of the longer side
)

func isPicture(kind string) bool { return kind == "image/jpeg" || kind == "image/png" }

// thumbnail makes a small JPEG of a picture. Its size is looked at before it is
// opened: a small file may hold a huge one.
func thumbnail(r io.Reader) (io.Reader, error) {
	var head bytes.Buffer
	config, _, err := image.DecodeConfig(io.TeeReader(r, &head))
	if err != nil {
		return nil, err
	}
	if config.Width <= 0 || config.Height <= 0 || config.Width > maxPixels/config.Height {
		return nil, fmt.Errorf("%d × %d pixels", config.Width, config.Height)
	}
	big, _, err := image.Decode(io.MultiReader(&head, r))
	if err != nil {
		return nil, err
	}
	small := shrink(big)
	if small.Bounds().Empty() {
		return nil, errors.New("the picture is empty")
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, small, &jpeg.Options{Quality: 80}); err != nil {
		return nil, err
	}
	return &out, nil
}

// shrink averages the points that fall on one; what shines through is white.
func shrink(big image.Image) image.Image {
	b := big.Bounds()
	scale := max(1, float64(max(b.Dx(), b.Dy()))/thumbSide)
	w, h := max(1, int(float64(b.Dx())/scale)), max(1, int(float64(b.Dy())/scale))
	small := image.NewRGBA(image.Rect(0, 0, w, h))
	step := max(1, int(scale/3)) // nine samples a point are enough
	for y := range h {
		for x := range w {
			x0, y0 := b.Min.X+int(float64(x)*scale), b.Min.Y+int(float64(y)*scale)
			x1, y1 := min(b.Max.X, x0+max(1, int(scale))), min(b.Max.Y, y0+max(1, int(scale)))
			small.Set(x, y, average(big, x0, y0, x1, y1, step))
		}
	}
	return small
}

func average(m image.Image, x0, y0, x1, y1, step int) color.Color {
	var red, green, blue, n uint32
	for y := y0; y < y1; y += step {
		for x := x0; x < x1; x += step {
			r, g, b, a := m.At(x, y).RGBA()
			white := 0xffff - a
			red, green, blue, n = red+(r+white)>>8, green+(g+white)>>8, blue+(b+white)>>8, n+1
		}
	}
	if n == 0 {
		return color.White
	}
	return color.RGBA{uint8(red / n), uint8(green / n), uint8(blue / n), 255}
}
