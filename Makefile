# make demo     the whole way of one clip, from the phone to the verdict, without an account
# make test     builds everything and runs all tests
# make lint     style, imports, warnings as errors
# make interop  liveprep and its sandbox against the vendor's SDKs; part of make test
# make bench    times liveprep against ffmpeg scripts
# make soak     500 clips through one process: its memory has to stay flat
# make samples  generates the sample clips

.PHONY: demo test interop lint bench soak samples install build release clean
MAKEFLAGS += --no-print-directory

install:
	@scripts/install

# Optimised, or pixel loops would make the tests run into deadlines. CI adds warnings as errors, so
# that one build serves both lint and test.
SWIFT_FLAGS ?= -Xswiftc -O

build: install
	@swift build --quiet --build-tests $(SWIFT_FLAGS)

# With Swift's own libraries inside, the command starts sooner and runs where Swift is not installed.
release: install
	@swift build --quiet -c release --static-swift-stdlib

samples: install
	@scripts/samples

demo: install
	@scripts/demo

test: build samples
	@swift test --quiet --skip-build $(SWIFT_FLAGS)
	@$$(swift build --show-bin-path)/Benchmarks --work
	@swift build --quiet --package-path samples/UploadService
	@scripts/interop

interop: build
	@scripts/interop

lint: install
	@scripts/lint

bench: release
	@scripts/samples --bench
	@$$(swift build -c release --show-bin-path)/Benchmarks

soak: release samples
	@$$(swift build -c release --show-bin-path)/Benchmarks --soak 500

clean:
	@rm -rf .build samples/clips samples/*/.build
