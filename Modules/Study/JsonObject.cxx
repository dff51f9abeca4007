/*=========================================================================
 *
 *  Copyright STEM5D contributors
 *  SPDX-License-Identifier: Apache-2.0
 *
 *=========================================================================*/
#include "JsonObject.h"

#include "FileError.h"

#include <fstream>

namespace stem5d
{
namespace
{

nlohmann::json
ReadJson(const std::string & file)
{
  std::ifstream stream(file);
  if (!stream)
  {
    throw FileError(file + " cannot be read: give a JSON file");
  }
  try
  {
    return nlohmann::json::parse(stream, nullptr, true, true);
  }
  catch (const nlohmann::json::exception & error)
  {
    throw FileError(file + " is not JSON: " + error.what());
  }
}

} // namespace

JsonObject::JsonObject(const std::string & file)
  : JsonObject(ReadJson(file), file, "")
{}

JsonObject::JsonObject(nlohmann::json value, std::string file, std::string path)
  : m_Value(std::move(value))
  , m_File(std::move(file))
  , m_Path(std::move(path))
{
  if (!m_Value.is_object())
  {
    throw FileError(m_File + ": " + (m_Path.empty() ? "/" : m_Path) + " is " + m_Value.dump().substr(0, 60) +
                    ": give an object, { \"name\": value, ... }");
  }
}

bool
JsonObject::Has(const std::string & name) const
{
  const auto found = m_Value.find(name);
  return found != m_Value.end() && !found->is_null();
}

const nlohmann::json *
JsonObject::FindJson(const std::string & name)
{
  m_Read.push_back(name);
  return this->Has(name) ? &m_Value.at(name) : nullptr;
}

std::optional<JsonObject>
JsonObject::FindObject(const std::string & name)
{
  const nlohmann::json * value = this->FindJson(name);
  return value ? std::optional<JsonObject>(JsonObject(*value, m_File, m_Path + '/' + name)) : std::nullopt;
}

std::vector<JsonObject>
JsonObject::Objects(const std::string & name)
{
  std::vector<JsonObject> objects;
  if (const nlohmann::json * array = this->FindJson(name))
  {
    if (!array->is_array())
    {
      this->Refuse(name, "give an array of objects, [ { ... }, ... ]");
    }
    for (const nlohmann::json & value : *array)
    {
      objects.push_back(JsonObject(value, m_File, m_Path + '/' + name + '/' + std::to_string(objects.size())));
    }
  }
  return objects;
}

void
JsonObject::Refuse(const std::string & name, const std::string & reason) const
{
  const std::string value = this->Has(name) ? "is " + m_Value.at(name).dump().substr(0, 60) : "is missing";
  throw FileError(m_File + ": " + m_Path + '/' + name + ' ' + value + ": " + reason);
}

void
JsonObject::CheckNames() const
{
  for (const auto & [name, value] : m_Value.items())
  {
    if (std::find(m_Read.begin(), m_Read.end(), name) == m_Read.end())
    {
      std::string names;
      for (const std::string & known : m_Read)
      {
        names += (names.empty() ? "" : ", ") + known;
      }
      this->Refuse(name, "there is no such name here; there are " + names);
    }
  }
}

} // namespace stem5d
