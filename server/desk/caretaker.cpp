#include "server/desk/caretaker.hpp"

#include <chrono>
#include <future>

#include "crypto/random.hpp"
#include "ledger/record/state.hpp"
#include "server/storage/database.hpp"

namespace radslag::desk {
namespace {

constexpr std::uint64_t entries_at_once = 256;

}  // namespace

Caretaker::Caretaker(service::Service& service, staff::Staff& staff, storage::Database& data, const outbox::Outbox& outbox,
                     const html::Messages& messages, CaretakerOptions options)
    : service_(service), staff_(staff), data_(data), outbox_(outbox), messages_(messages), options_(std::move(options)) {}

Caretaker::~Caretaker() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void Caretaker::start() {
  thread_ = std::thread([this] { run(); });
}

void Caretaker::run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    lock.unlock();
    try {
      look();
    } catch (const std::exception& error) {
      if (options_.log) options_.log(error.what());
    }
    lock.lock();
    wake_.wait_for(lock, std::chrono::seconds(options_.seconds), [this] { return stopping_; });
  }
}

void Caretaker::look() {
  end_overdue();
  write_letters();
}

/// The record admits the end exactly when it is due, whoever hands it in.
void Caretaker::end_overdue() {
  const auto state = service_.state();
  const auto counts = service_.signature_counts();
  for (const auto& [id, initiative] : state->town.initiatives) {
    if (initiative.phase != record::InitiativePhase::open || options_.hour() < initiative.opening->row.closes) continue;
    const auto count = counts->find(id);
    const auto standing = count == counts->end() ? 0 : count->second.standing();
    const record::InitiativeExpired expired{state->town.origin, id, standing};
    std::promise<void> answered;
    service_.act({"town", record::encode_statement(expired), {}, {}, crypto::random_bytes<32>()},
                 [&](const Result<service::Receipt>&) { answered.set_value(); });
    answered.get_future().wait();  // refused where something came between: the next look sees
  }
}

void Caretaker::write_letters() {
  const auto cursor = [&] {
    return data_.read([](storage::Reading& reading) -> std::optional<std::uint64_t> {
      const auto row = reading.first("SELECT size FROM looked_at WHERE what = 'letters'");
      return row ? std::optional(static_cast<std::uint64_t>(row->integer(0))) : std::nullopt;
    });
  };
  const auto head = service_.head("town");
  if (!head) return;
  // Whoever begins with a long record does not write letters about its past.
  auto next = cursor().value_or(head->size);
  while (true) {
    const auto entries = service_.entries("town", next, next + entries_at_once);
    for (std::size_t i = 0; i < entries.size(); ++i) {
      if (const auto entry = record::parse_entry(entries[i])) tell(*entry, next + i);
    }
    next += entries.size();
    data_.transaction([&](storage::Transaction& transaction) {
      transaction.run("INSERT INTO looked_at(what, size) VALUES('letters', ?) ON CONFLICT(what) DO UPDATE SET size = excluded.size",
                      {next});
    });
    if (entries.size() < entries_at_once) return;
  }
}

void Caretaker::tell(const record::Entry& entry, std::uint64_t index) {
  const auto state = service_.state();
  const auto event = [&](std::string_view what) { return std::string(what) + "/" + std::to_string(index); };
  if (const auto* handed = std::get_if<record::HandedOver>(&entry.statement)) {
    const auto* initiative = state->initiative(handed->matter);
    const auto title = initiative && initiative->content ? initiative->content->title : handed->matter;
    tell_role(staff::Role::secretary, handed->board, "handed-over", event("handed-over"), title, "/staff/initiatives/" + handed->matter);
  }
  if (const auto* raised = std::get_if<record::InitiativeRaised>(&entry.statement)) {
    const auto* initiative = state->initiative(raised->matter);
    const auto title = initiative && initiative->content ? initiative->content->title : raised->matter;
    tell_role(staff::Role::officer, raised->board, "raised", event("raised"), title, "/staff/initiatives/" + raised->matter);
  }
}

void Caretaker::tell_role(staff::Role role, const std::string& board, std::string_view letter, const std::string& event,
                          const std::string& title, const std::string& link) {
  const auto key = "letter_staff." + std::string(letter);
  const auto& language = options_.language;
  for (const auto& account : staff_.accounts.with_role(role, board)) {
    outbox::Message message;
    message.event = event;
    message.to = account.mail;
    message.subject = messages_.text(language, key + "_subject", {{"title", title}});
    message.text = messages_.text(language, key + "_text", {{"title", title}, {"link", options_.base_url + link}});
    message.language = language;
    if (const auto queued = outbox_.enqueue(message); !queued && options_.log) options_.log("letter not queued: " + queued.error().detail);
  }
}

}  // namespace radslag::desk
