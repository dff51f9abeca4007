"""The files that whole_program.py measures: made on the first use and kept, 10 GB in all.

All but the growing ones hold the same counts, those of Examples/make_series.py, so that their results can be compared.
"""
import pathlib
import subprocess
import sys

import h5py
import numpy as np

SOURCE = pathlib.Path(__file__).resolve().parents[2]
SERIES = ("--scan 60 12 --frames 106 --frame-period 9.887 --pixels 66 --q-pixel 0.232 --speckle 1.2 "
          "--relaxation-time 200 2000 --electrons 10").split()
SMALL = ("--scan 60 12 --frames 32 --frame-period 9.887 --pixels 32 --q-pixel 0.464 --speckle 0.7 "
         "--relaxation-time 60 600 --electrons 40").split()
LZ4, BITSHUFFLE = 32004, 32008  # of the packages hdf5-filter-plugin and bitshuffle
STORAGE = {
    "gzip": {"shuffle": True, "compression": "gzip", "compression_opts": 4},
    "lz4": {"compression": LZ4},
    "bitshuffle": {"compression": BITSHUFFLE, "compression_opts": (0, 2)},  # blocks of its choice, with LZ4
}
FILES = ("u16", "f32", *STORAGE, "raw")


def make(file, write):
    """The file, by write(partial file) unless it is there."""
    if not file.exists():
        print(f"Making {file}, once", flush=True)
        partial = file.with_suffix(".partial")
        write(partial)
        partial.rename(file)
    return file


def simulate(options):
    return lambda file: subprocess.run([sys.executable, SOURCE / "Examples/make_series.py", file, *options], check=True)


def series_of(file):
    return file["data/speckles/data"]


def copy_series(source, change, rows=slice(None), axes=None, **storage):
    """Writes what change() makes of the frames of a series. axes are those of its coordinates that differ; with chunks
    it is written scan row after scan row, so that each of them is packed once."""
    def write(file):
        with h5py.File(source) as old, h5py.File(file, "w") as new:
            new.attrs.update(old.attrs)
            group, given = new.create_group("data/speckles"), old["data/speckles"]
            group.attrs.update(given.attrs)
            for name in (name for name in given if name != "data"):
                group.create_dataset(name, data=(axes or {}).get(name, given[name][:]))
                group[name].attrs.update(given[name].attrs)
            counts = given["data"]
            first = change(counts[0, rows])
            data = group.create_dataset("data", (len(counts), *first.shape), first.dtype, **storage)
            if data.chunks is None:
                for t in range(len(counts)):
                    data[t] = change(counts[t, rows])
            else:
                for y in range(data.shape[1]):
                    data[:, y] = change(counts[:, y])
    return write


def share_out(frame):
    """Counts n of every pixel on 4 x 4 pixels as floor((n + i) / 16), i = 0 .. 15, of which the sum is n."""
    tiles = (frame.shape[-2], frame.shape[-1])
    pixels = np.repeat(np.repeat(frame, 4, axis=-2), 4, axis=-1)
    return (pixels + np.tile(np.arange(16, dtype=np.uint16).reshape(4, 4), tiles)) // 16


def series_file(directory, name):
    """u16: 60 x 12 scan points of the paper's size, binned, 0.67 GB. f32 and the names of STORAGE: the same in other
    types and compressed, a scan point a chunk. raw: 60 x 2 of the points, on 264 x 264 pixels, 1.8 GB."""
    if name == "u16":
        return make(directory / "u16.emd", simulate(SERIES))
    source = series_file(directory, "u16")
    if name == "raw":
        k = (np.arange(264) - 33 * 4 - 1.5) * 0.058
        write = copy_series(source, share_out, slice(2), {"dim2": 0.16 * np.arange(2), "dim4": k, "dim5": k})
    elif name == "f32":
        write = copy_series(source, np.float32)
    else:
        write = copy_series(source, np.asarray, chunks=(106, 1, 1, 66, 66), **STORAGE[name])
    return make(directory / f"{name}.emd", write)


def growing_file(directory, points):
    """`points` scan points, 60 in a row, of 32 x 32 pixels and 32 frames, 65 kB each: the first 720 again and again."""
    first = make(directory / "growth720.emd", simulate(SMALL))
    repeats = points // 720
    if repeats == 1:
        return first
    return make(directory / f"growth{points}.emd",
                copy_series(first, lambda frame: np.tile(frame, (repeats, 1, 1, 1)),
                            axes={"dim2": 0.16 * np.arange(12 * repeats)}))
