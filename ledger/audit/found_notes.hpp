// Signed notes in a text of any kind: a notice sheet, a receipt, a mail, a saved page.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace radslag::audit {

/// All checkpoints in `text`, each as a note in its own form, in their order and each once. Lines may be indented, end in CRLF, or stand in
/// HTML; what a copy through paper and screen may change no further: a changed character is a signature that does not verify.
[[nodiscard]] std::vector<std::string> find_notes(std::string_view text);

}  // namespace radslag::audit
