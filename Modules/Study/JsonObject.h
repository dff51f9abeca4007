/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#ifndef JsonObject_h
#define JsonObject_h

#include "JsonValue.h"

#include <optional>

namespace stem5d
{

/** \brief An object of a JSON file that a user wrote, to be read member by member. What is wrong is told with the file,
 * the path of the value in it, the value and what to give instead. */
class JsonObject
{
public:
  /** \exception FileError when the file cannot be read or is not a JSON object */
  explicit JsonObject(const std::string & file);

  /** Whether there is a member that is not null. */
  bool
  Has(const std::string & name) const;

  /** A member that may be absent; null counts as absent. \param remedy what to give: "a length in nm"
   * \exception FileError for a value of another type */
  template <typename TValue>
  std::optional<TValue>
  Find(const std::string & name, const std::string & remedy)
  {
    m_Read.push_back(name);
    if (!this->Has(name))
    {
      return std::nullopt;
    }
    TValue value{};
    if (!ReadJsonValue(m_Value.at(name), value))
    {
      this->Refuse(name, "give " + remedy);
    }
    return value;
  }

  /** Replaces a value if there is a member for it. */
  template <typename TValue>
  void
  Update(const std::string & name, TValue & value, const std::string & remedy)
  {
    if (const auto found = this->Find<TValue>(name, remedy))
    {
      value = *found;
    }
  }

  /** A member that must be there. */
  template <typename TValue>
  TValue
  Get(const std::string & name, const std::string & remedy)
  {
    const auto found = this->Find<TValue>(name, remedy);
    if (!found)
    {
      this->Refuse(name, "give " + remedy);
    }
    return *found;
  }

  /** A member as it is, if it is there. */
  const nlohmann::json *
  FindJson(const std::string & name);

  /** The object that a member is, if it is there. */
  std::optional<JsonObject>
  FindObject(const std::string & name);

  /** The objects of an array, if it is there. */
  std::vector<JsonObject>
  Objects(const std::string & name);

  /** Throws for what a member is. \param reason why, and the remedy */
  [[noreturn]] void
  Refuse(const std::string & name, const std::string & reason) const;

  /** \exception FileError for a member that nobody asked for */
  void
  CheckNames() const;

  const nlohmann::json &
  Value() const
  {
    return m_Value;
  }

private:
  JsonObject(nlohmann::json value, std::string file, std::string path);

  nlohmann::json           m_Value;
  std::string              m_File;
  std::string              m_Path;
  std::vector<std::string> m_Read;
};

} // namespace stem5d

#endif
