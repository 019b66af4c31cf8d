module etude/confidence-client

go 1.21

require github.com/spotify/confidence-sdk-go v0.4.6
