"""The ids of the catalogue of real faults, for the areas that the relay has."""

import re

FAULT_IDS = frozenset(
    re.findall(
        r"\S+",
        """
stream-no-done stream-done-twice stream-chunk-after-done stream-no-finish-reason
stream-finish-reason-empty-string stream-finish-stop-every-chunk stream-id-per-chunk
stream-created-varies stream-object-chat-completion stream-role-missing
stream-choice-index-zero-for-n stream-cumulative-deltas stream-final-replays-content
stream-strips-leading-space stream-utf8-split stream-last-content-dropped
stream-usage-ignored stream-usage-unrequested stream-events-not-separated
stream-keepalive-as-data stream-content-type-wrong stream-true-ignored
stream-by-default stream-buffered stream-upstream-death-as-success
stream-fixed-deadline stream-truncation-labelled-stop stream-message-instead-of-delta
stream-logprobs-dropped stream-retry-replays-text stream-stop-prefix-leak
tool-args-object tool-delta-index-missing tool-parallel-index-zero tool-id-missing
tool-args-duplicated-chunk tool-finish-stop tool-call-as-text
tool-choice-none-ignored tool-choice-required-ignored
tool-history-null-content-rejected tool-type-missing
chat-created-ms chat-object-wrong chat-choices-empty chat-error-as-answer
chat-length-as-stop chat-finish-vendor-value chat-usage-missing chat-usage-zeros
chat-n-ignored chat-stop-ignored chat-stop-included chat-max-tokens-ignored
chat-max-completion-tokens-ignored chat-seed-ignored chat-logprobs-missing
chat-json-object-ignored chat-json-schema-ignored chat-content-array-rejected
chat-image-part-dropped
cmpl-prompt-array-first-only cmpl-echo-ignored cmpl-logprobs-chat-shape
cmpl-logprobs-int-rejected cmpl-stream-delta-shape cmpl-usage-zero
cmpl-best-of-ignored cmpl-token-prompt-rejected
emb-base64-ignored emb-base64-float64 emb-vectors-permuted emb-dimensions-ignored
emb-token-array-misread emb-batch-short emb-usage-zero emb-empty-input-500
tr-text-as-json tr-srt-content-type tr-words-null tr-verbose-needs-granularity
tr-format-rewritten tr-missing-file-500 tr-bad-audio-500 sp-content-type-fixed
sp-format-ignored
img-b64-ignored img-b64-data-prefix img-n-ignored img-size-ignored
img-url-unreachable img-edit-array-field-rejected img-edit-mask-500
img-edit-missing-image-500
models-fields-missing models-created-null models-created-now models-duplicates
models-retrieve-missing models-authed-empty
err-200-body err-flat-envelope err-none-literals err-upstream-4xx-as-500
err-unknown-model-5xx err-unknown-model-answered err-malformed-json-500
err-bad-schema-500-empty-message err-standard-param-rejected err-range-not-validated
err-html-page err-429-no-retry-after err-stream-validation-200
auth-missing-accepted auth-models-open auth-401-as-5xx auth-preflight-401
http-gzip-label-plain http-content-length-too-large http-chunked-unterminated
http-redirect-downgrade
lim-body-truncated lim-context-truncated lim-disconnect-not-cancelled
lim-wedged-after-bad-request lim-duplicate-upstream-post
sec-401-leaks-internals sec-upstream-key-in-error sec-upstream-key-in-header
sec-set-cookie-forwarded sec-traceback sec-cross-request-mix
sec-cache-key-too-narrow sec-model-scope-ignored sec-ssrf-image-url
sec-ssrf-redirect
mj-stuck-submitted mj-fetch-empty mj-success-without-image mj-duplicate-not-21
mj-valid-parent-rejected mj-queued-as-failure mj-status-vocabulary
mj-list-ignores-ids mj-fail-no-reason mj-notify-missing-for-change
mj-progress-number mj-foreign-task-visible
reason-refusal-as-5xx reason-refused-by-guess reason-effort-500
reason-effort-list-untrue reason-cap-below-budget
reason-developer-refused reason-effort-dropped reason-silent-timeout
reason-refusal-nameless reason-tokens-zero reason-copied-to-content reason-tags-leak
reason-answer-in-reasoning reason-content-list reason-mode-differs-by-stream
reason-text-lost-in-stream
reason-cap-ignored reason-cap-lowered reason-length-as-stop reason-stop-in-thoughts
reason-logprobs-of-thoughts reason-call-in-thoughts reason-history-stripped
reason-signature-lost
""",
    )
)
