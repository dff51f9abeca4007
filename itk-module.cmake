# Makes the filters a module of an ITK source tree: clone this repository into Modules/Remote/STEM5D there and configure
# ITK with Module_STEM5D=ON, ITK_USE_SYSTEM_EIGEN=ON and CMAKE_CXX_STANDARD=17. CMake/STEM5DModule.cmake does the rest.
# This project's own tests check the declaration against an installed ITK; they cannot build ITK itself.
itk_module(STEM5D
  DEPENDS
    ITKCommon
    ITKEigen3
  EXCLUDE_FROM_DEFAULT
  DESCRIPTION
    "Relaxation times and fluctuation variance of glasses from time-resolved diffraction series (5D-STEM)."
)
