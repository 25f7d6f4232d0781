// Uploads a file with tus-js-client: `node upload.mjs ENDPOINT FILE resume|parallel`.
// Prints the URL of the finished upload as its last line.
import { createReadStream, statSync } from 'node:fs'
import { createRequire } from 'node:module'

const tus = createRequire(import.meta.url)('tus-js-client')
const [endpoint, file, mode] = process.argv.slice(2)
const size = statSync(file).size
const ABORT_AFTER = 3 * 1024 * 1024
const urlStorage = new tus.FileUrlStorage(`${file}.urls.json`)

function options(extra) {
  return {
    endpoint,
    urlStorage,
    uploadSize: size,
    chunkSize: 1024 * 1024 + 17,
    retryDelays: [100, 500, 1000],
    fingerprint: async () => `the-file-${size}`,
    metadata: { filename: 'befund.mp4', filetype: 'video/mp4', center_key: 'north' },
    ...extra,
  }
}

function run(previous) {
  return new Promise((resolve, reject) => {
    let aborted = false
    const upload = new tus.Upload(createReadStream(file), options({
      onError: reject,
      onSuccess: () => resolve({ url: upload.url }),
      onProgress: (sent) => {
        if (!previous && !aborted && sent > ABORT_AFTER) {
          aborted = true
          upload.abort().then(() => resolve({ aborted: true }), reject)
        }
      },
    }))
    if (previous) upload.resumeFromPreviousUpload(previous)
    upload.start()
  })
}

function runParallel() {
  return new Promise((resolve, reject) => {
    const upload = new tus.Upload(createReadStream(file), options({
      parallelUploads: 3,
      uploadSize: null,
      chunkSize: Infinity,
      storeFingerprintForResuming: false,
      onError: reject,
      onSuccess: () => resolve({ url: upload.url }),
    }))
    upload.start()
  })
}

if (mode === 'parallel') {
  console.log((await runParallel()).url)
} else {
  const first = await run(null)
  if (!first.aborted) throw new Error('the upload was finished before it was aborted')
  const [previous] = await urlStorage.findUploadsByFingerprint(`the-file-${size}`)
  console.log((await run(previous)).url)
}
