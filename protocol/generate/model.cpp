#include "protocol/generate/model.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>

#include "protocol/kinds.hpp"
#include "protocol/messages.hpp"
#include "protocol/names.hpp"

namespace warsha::generate {
namespace {

template <class T>
constexpr char const* union_name = nullptr;
template <> constexpr char const* union_name<ClientMessage> = "ClientMessage";
template <> constexpr char const* union_name<ServerMessage> = "ServerMessage";
template <> constexpr char const* union_name<Command> = "Command";
template <> constexpr char const* union_name<Change> = "Change";
template <> constexpr char const* union_name<ActivityConfig> = "ActivityConfig";

template <class Tag, class Rep>
std::string id_name(Strong<Tag, Rep> const&) {  // RoomTag → RoomId; CidTag → Cid
    std::string name(names::type_name<Tag>());
    name.resize(name.size() - 3);
    return name == "Cid" || name == "Hash" || name == "Pseudonym" ? name : name + "Id";
}

class Describer {
public:
    Model model;

    template <class T>
    Type type() {
        using namespace kinds;
        using Kind = Type::Kind;
        if constexpr (std::is_same_v<T, bool>) return {Kind::boolean};
        else if constexpr (is_int<T>) return {Kind::integer, "", T::min, T::max};
        else if constexpr (std::is_integral_v<T>) return whole<T>();
        else if constexpr (std::is_same_v<T, std::string>) return {Kind::string};
        else if constexpr (is_text<T>) return {Kind::text, "", std::int64_t{T::points_min}, std::int64_t{T::points_max}};
        else if constexpr (is_wording<T>) return {Kind::wording, "Wording", 1, std::int64_t{wording_max<T>}};
        else if constexpr (std::is_same_v<T, Key>) return {Kind::key, "Key"};
        else if constexpr (is_bytes<T>) return {Kind::bytes, "", 0, std::int64_t{std::tuple_size_v<T>}};
        else if constexpr (is_id<T>) return id<T>();
        else if constexpr (is_list<T>) return list<std::decay_t<decltype(*std::declval<T>().begin())>>(T::size_max);
        else if constexpr (is_vector<T>) return list<typename T::value_type>(0);
        else if constexpr (is_variant<T>) return one_of(static_cast<T*>(nullptr));
        else if constexpr (std::is_enum_v<T>) return enumeration<T>();
        else return structure<T>("");
    }

private:
    template <class T>
    static Type whole() {
        constexpr std::int64_t limit = (std::int64_t{1} << 53) - 1;
        std::int64_t const max = sizeof(T) < 8 ? static_cast<std::int64_t>(std::numeric_limits<T>::max()) : limit;
        return {Type::Kind::integer, "", std::is_signed_v<T> ? -limit : 0, max};
    }

    template <class T>
    Type id() {
        auto const name = id_name(T{});
        model.ids[name] = sizeof(T::value);
        return {Type::Kind::id, name};
    }

    template <class T>
    Type list(std::size_t max) {
        return {Type::Kind::list, "", 0, static_cast<std::int64_t>(max), std::make_shared<Type const>(type<T>())};
    }

    template <class T>
    Type enumeration() {
        Definition d{Definition::Kind::enumeration, std::string(names::type_name<T>())};
        boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>([&](auto e) { d.words.emplace_back(e.name); });
        return add(std::move(d));
    }

    template <class... T>
    Type one_of(std::variant<T...>*) {
        static_assert(union_name<std::variant<T...>> != nullptr, "name this union above");
        Definition d{Definition::Kind::one_of, union_name<std::variant<T...>>};
        (d.words.push_back(structure<T>(std::string(names::tag_of<T>())).name), ...);
        return add(std::move(d));
    }

    template <class T>
    Type structure(std::string tag) {
        Definition d{Definition::Kind::structure, std::string(names::type_name<T>()), std::move(tag)};
        boost::mp11::mp_for_each<names::Members<T>>([&](auto m) {
            using M = std::remove_reference_t<decltype(std::declval<T&>().*m.pointer)>;
            if constexpr (kinds::is_optional<M>) d.fields.push_back({m.name, type<typename M::value_type>(), true});
            else d.fields.push_back({m.name, type<M>(), false});
        });
        return add(std::move(d));
    }

    Type add(Definition d) {
        Type const type{Type::Kind::named, d.name};
        if (!model.has(d.name)) model.definitions.push_back(std::move(d));
        else if (model.find(d.name).tag != d.tag) throw std::logic_error(d.name + " is used with a tag and without one");
        return type;
    }
};

}  // namespace

bool Model::has(std::string const& name) const {
    return std::any_of(definitions.begin(), definitions.end(), [&](auto const& d) { return d.name == name; });
}

Definition const& Model::find(std::string const& name) const {
    for (auto const& d : definitions) {
        if (d.name == name) return d;
    }
    throw std::logic_error("no definition of " + name);
}

Model describe_protocol() {
    Describer describer;
    describer.type<RoomPlan>();
    describer.type<ClientMessage>();
    describer.type<ServerMessage>();
    describer.type<Reject>();
    return std::move(describer.model);
}

}  // namespace warsha::generate
